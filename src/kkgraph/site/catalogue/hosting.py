"""Files that web servers and robots read: content negotiation, headers, sitemap."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from kkgraph import media
from kkgraph.assets import standalone_scripts
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.policy import policy
from kkgraph.texts import OFFERED

_W3ID = "https://w3id.org/"  # its own rules would lead back to it
_TYPED = tuple(
    media.GRAPHS.get(ending) or media.FILES[ending]
    for ending in (*media.TRIPLES, *media.QUADS, "rq", "bib", "js", "wasm")
)
# What a server sends packed: pages, their styles, scripts, pictures and engine, and the data.
_PACKED = (
    *(one.media_type for one in media.FORMATS if one.ending in {"html", "css", "svg"}),
    *(one.media_type for one in _TYPED),
)
_TURTLE = media.GRAPHS["ttl"]
_RECORDS = "catalog|dataset|publisher|survey"  # what the catalogue describes
# After a type of an Accept header: it is wanted without reserve, or how much it is.
_WHOLE = r"\s*(;\s*(?!q=)[^;,]*)*(;\s*q=1[.0]*\s*)?(,|$)"
_PART = r"\s*(;\s*(?!q=)[^;,]*)*;\s*q=0?(\.0*[1-9]\d*)"


def files(site: Site, pages: Iterable[str]) -> list[tuple[str, bytes]]:
    """Return the files for servers; `pages` are the paths of all pages, without language."""
    texts: dict[str, str] = {
        ".htaccess": apache(site),
        "_headers": headers(site),
        "_redirects": redirects(),
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url}sitemap.xml\n",
        "sitemap.xml": sitemap(site, pages),
        ".nojekyll": "",
    }
    if not site.base_url.startswith(_W3ID):
        texts["w3id/.htaccess"] = w3id(site)
    return [(name, text.encode()) for name, text in texts.items()]


def apache(site: Site) -> str:
    """Return the rules for an Apache server that serves the site itself."""
    path = urlsplit(site.base_url).path
    types = "".join(f"AddType {one.media_type} .{one.ending}\n" for one in _TYPED)
    known = "".join(
        f'<Files "{name}">\n  ForceType "{_TURTLE.content_type}"\n</Files>\n'
        for name in media.WELL_KNOWN
    )
    charsets = "".join(
        f"AddCharset utf-8 .{one.ending}\n" for one in _TYPED if "charset" in one.content_type
    )
    described = _described(path).replace('"', r"\"")
    return f"""# Content negotiation for the IRIs of the data: 303 to the file in the format wanted.
DirectoryIndex index.html
ErrorDocument 404 {path}404.html
AddDefaultCharset utf-8
{types}{charsets}AddEncoding gzip .gz
{known}<IfModule mod_headers.c>
  Header always set Access-Control-Allow-Origin "*"
  Header always merge Vary "Accept, Accept-Language"
  Header always set Link "{described}"
  Header always set Content-Security-Policy "{_policy()}"
  # What mod_deflate adds to the ETag of what it packs is no change.
  RequestHeader edit* If-None-Match "-gzip\\"" "\\""
</IfModule>
<IfModule mod_deflate.c>
<IfModule mod_filter.c>
  AddOutputFilterByType DEFLATE {" ".join(_PACKED)}
</IfModule>
</IfModule>
{_weights()}RewriteEngine On
RewriteBase {path}
# A file that is there is served as it is.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
{_choice()}{_leads("")}"""


def w3id(site: Site) -> str:
    """Return the rules to hand in at w3id.org: the IRIs lead to where the site is served."""
    base = site.base_url
    return f"""# To be handed in at w3id.org as kkgraph/.htaccess; built for {base}
Options +FollowSymLinks
{_weights()}RewriteEngine On
RewriteCond %{{HTTP_ACCEPT}} !{media.HTML} [NC]
RewriteRule ^$ {base}dataset.ttl [R=303,L]
RewriteRule ^(.+[.]({"|".join(media.BESIDE)}))$ {base}$1 [R=303,L]
{_choice()}{_leads(base)}RewriteRule ^(.*)$ {base}$1 [R=303,L]
"""


def _weights() -> str:
    """Return the settings that say how much a client wants each format: 1, or `.` and digits."""
    formats = (media.PAGES["html"], *(media.GRAPHS[ending] for ending in media.BESIDE))
    lines = "".join(
        f'SetEnvIfNoCase Accept "(^|,)\\s*({_types(one)}){after}" Q_{one.ending.upper()}={value}\n'
        for one in formats
        for after, value in ((_WHOLE, "1"), (_PART, "$4"))
    )
    return f"# How much a client wants each format: 1, or the decimals of its q.\n{lines}"


def _types(one: media.Format) -> str:
    """Return a pattern of the media types that a format goes by."""
    return "|".join((one.media_type, *one.others)).replace("+", r"\+")


def _choice() -> str:
    """Return the rules that choose the format that is wanted most: of equals, the first."""
    better = "".join(
        f"RewriteCond expr \"reqenv('Q_{ending.upper()}') > reqenv('MOST')\"\n"
        f"RewriteRule ^ - [E=MOST:%{{ENV:Q_{ending.upper()}}},E=WANTED:{ending}]\n"
        for ending in media.BESIDE
    )
    return f"""# The format that is wanted most; the page, where none is wanted more.
RewriteRule ^ - [E=MOST:%{{ENV:Q_HTML}},E=WANTED:html]
{better}"""


def _leads(base: str) -> str:
    """Return the rules that lead from an IRI to its file in the format wanted, or its page."""
    return f"""RewriteCond %{{ENV:WANTED}} !html
RewriteRule ^(id/.+?|ontology)/?$ {base}$1.%{{ENV:WANTED}} [R=303,L]
RewriteCond %{{ENV:WANTED}} ^({"|".join(media.TRIPLES)})$
RewriteRule ^({_RECORDS})(/[0-9.]+)?/?$ {base}dataset.%{{ENV:WANTED}} [R=303,L]
# Nothing that there is was asked for.
RewriteCond %{{ENV:MOST}} ^$
RewriteCond %{{HTTP_ACCEPT}} ^[^*]+$
RewriteRule ^(id/.+[^/]|ontology)$ - [R=406,L]
RewriteRule ^ontology/([0-9.]+)$ {base}ontology/$1/ [R=303,L]
RewriteRule ^query/([^/]+)/?$ {base}queries/$1/ [R=303,L]
RewriteRule ^graph/([^/]+)$ {base}dump/$1.ttl [R=303,L]
RewriteCond %{{HTTP:Accept-Language}} ^da [NC]
RewriteRule ^(id/.+[^/]|ontology)$ {base}da/$1/ [R=303,L]
RewriteRule ^(id/.+[^/]|ontology)$ {base}$1/ [R=303,L]
"""


def _described(path: str) -> str:
    """Return the value of a `Link` header that leads to the description of the dataset."""
    return f'<{path}.well-known/void>; rel="describedby"; type="{_TURTLE.media_type}"'


def _policy() -> str:
    """Return what a browser may run of a page; the SPARQL page asks other servers, too."""
    return policy(*standalone_scripts(), elsewhere=True)


def headers(site: Site) -> str:
    """Return the headers file of common static hosts (Netlify, Cloudflare Pages)."""
    path = urlsplit(site.base_url).path
    everywhere = (
        "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n"
        f"  Link: {_described(path)}\n  Content-Security-Policy: {_policy()}\n"
    )
    typed = (f"/*.{one.ending}\n  Content-Type: {one.content_type}\n" for one in _TYPED)
    known = (
        f"/.well-known/{name}\n  Content-Type: {_TURTLE.content_type}\n"
        for name in media.WELL_KNOWN
    )
    return "\n".join([everywhere, *typed, *known])


def redirects() -> str:
    """Return the redirects file of common static hosts, which cannot look at Accept."""
    return (
        "# A static host does not negotiate: an IRI leads to its page, which links its data.\n"
        "/query/:name  /queries/:name/  303\n"
        "/graph/:name  /dump/:name.ttl  303\n"
        "/da  /da/  301\n"
    )


def sitemap(site: Site, pages: Iterable[str]) -> str:
    """Return all pages with their other languages."""
    entries = [
        _entry(site, path, lang)
        for path in sorted(set(pages))
        for lang in OFFERED
        if not path.endswith(".html")
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "".join(entries) + "</urlset>\n"
    )


def _entry(site: Site, path: str, lang: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{x}"'
        f' href="{escape(schema_org.url(site, path, x))}"/>'
        for x in OFFERED
    )
    where = escape(schema_org.url(site, path, lang))
    return f"<url><loc>{where}</loc><lastmod>{site.issued}</lastmod>{others}</url>\n"
