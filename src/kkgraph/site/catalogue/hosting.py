"""Files that web servers and robots read: content negotiation, headers, sitemap."""

from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from kkgraph import media
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.links import LANGUAGES

_W3ID = "https://w3id.org/"  # its own rules would lead back to it
_TYPED = tuple(
    media.GRAPHS.get(ending) or media.FILES[ending]
    for ending in (*media.TRIPLES, *media.QUADS, "rq", "wasm")
)
# What a client may ask for, and the ending of the file it gets; the first match counts.
_ACCEPT = tuple(
    ("|".join((one.media_type, *one.others)).replace("+", r"\+"), one.ending)
    for one in (media.GRAPHS[ending] for ending in media.BESIDE)
)
_TURTLE = media.GRAPHS["ttl"]
_WHOLE = r"\s*(;\s*q=1[.0]*)?\s*(,|$)"  # a type of an Accept header that is wanted without reserve


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
    rules = _negotiated("^(id/.+?|ontology)/?$", "$1", media.BESIDE)
    records = _records("")
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
</IfModule>
RewriteEngine On
RewriteBase {path}
# A file that is there is served as it is.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
{rules}{records}RewriteRule ^ontology/([0-9.]+)$ ontology/$1/ [R=303,L]
RewriteRule ^query/([^/]+)/?$ queries/$1/ [R=303,L]
RewriteRule ^graph/([^/]+)$ dump/$1.ttl [R=303,L]
RewriteCond %{{HTTP:Accept-Language}} ^da [NC]
RewriteRule ^id/(.+[^/])$ da/id/$1/ [R=303,L]
RewriteRule ^id/(.+[^/])$ id/$1/ [R=303,L]
"""


def w3id(site: Site) -> str:
    """Return the rules to hand in at w3id.org: the IRIs lead to where the site is served."""
    base = site.base_url
    rules = "".join(
        f"RewriteCond %{{HTTP_ACCEPT}} {accept} [NC]\n"
        f"RewriteRule ^(id/.+?|ontology)/?$ {base}$1.{ending} [R=303,L]\n"
        for accept, ending in _ACCEPT
    )
    records = _records(base)
    return f"""# To be handed in at w3id.org as kkgraph/.htaccess; built for {base}
Options +FollowSymLinks
RewriteEngine On
RewriteCond %{{HTTP_ACCEPT}} !{media.HTML} [NC]
RewriteRule ^$ {base}dataset.ttl [R=303,L]
# Browsers come first: they accept anything else too.
RewriteCond %{{HTTP_ACCEPT}} {media.HTML} [NC]
RewriteCond %{{HTTP:Accept-Language}} ^da [NC]
RewriteRule ^(id/.+?|ontology)/?$ {base}da/$1/ [R=303,L]
RewriteCond %{{HTTP_ACCEPT}} {media.HTML} [NC]
RewriteRule ^(id/.+?)/?$ {base}$1/ [R=303,L]
{rules}RewriteRule ^(id/.+?|ontology)/?$ {base}$1/ [R=303,L]
{records}RewriteRule ^ontology/([0-9.]+)$ {base}ontology/$1/ [R=303,L]
RewriteRule ^query/([^/]+)/?$ {base}queries/$1/ [R=303,L]
RewriteRule ^graph/([^/]+)$ {base}dump/$1.ttl [R=303,L]
RewriteRule ^(.*)$ {base}$1 [R=303,L]
"""


def _records(base: str) -> str:
    """Return the rules for what the catalogue describes: its file for a client that wants data."""
    pattern = "^(catalog|dataset|publisher|survey)(/[0-9.]+)?/?$"
    return _negotiated(pattern, f"{base}dataset", media.TRIPLES)


def _negotiated(pattern: str, target: str, endings: Iterable[str]) -> str:
    """Return the rules that lead to a file: formats wanted without reserve first, the page last."""
    return "".join(
        f"RewriteCond %{{HTTP_ACCEPT}} ({accept}){quality} [NC]\n"
        f"RewriteCond %{{HTTP_ACCEPT}} !^[^,]*{media.HTML}{_WHOLE} [NC]\n"
        f"RewriteRule {pattern} {target}.{ending} [R=303,L]\n"
        for quality in (_WHOLE, "")
        for accept, ending in _ACCEPT
        if ending in endings
    )


def _described(path: str) -> str:
    """Return the value of a `Link` header that leads to the description of the dataset."""
    return f'<{path}.well-known/void>; rel="describedby"; type="{_TURTLE.media_type}"'


def headers(site: Site) -> str:
    """Return the headers file of common static hosts (Netlify, Cloudflare Pages)."""
    path = urlsplit(site.base_url).path
    everywhere = (
        "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n"
        f"  Link: {_described(path)}\n"
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
        for lang in LANGUAGES
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
        for x in LANGUAGES
    )
    where = escape(schema_org.url(site, path, lang))
    return f"<url><loc>{where}</loc><lastmod>{site.issued}</lastmod>{others}</url>\n"
