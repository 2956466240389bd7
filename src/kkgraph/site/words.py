"""The site's own words in Danish and English."""

from typing import Final

Text = dict[str, str]


def _t(en: str, da: str) -> Text:
    return {"en": en, "da": da}


# How the site speaks of a class in the plural, by local name.
PLURALS: Final[dict[str, Text]] = {
    "City": _t("Cities", "Byer"),
    "Region": _t("Regions", "Regioner"),
    "Country": _t("Countries", "Lande"),
    "Place": _t("Places", "Steder"),
    "Municipality": _t("Municipalities", "Kommuner"),
    "Department": _t("Departments", "Forvaltninger"),
    "Unit": _t("Units", "Enheder"),
    "Committee": _t("Committees", "Udvalg"),
    "Organisation": _t("Organisations", "Organisationer"),
    "Museum": _t("Museums", "Museer"),
    "Network": _t("Networks", "Netværk"),
    "WorkingGroup": _t("Working groups", "Arbejdsgrupper"),
    "Person": _t("Persons", "Personer"),
    "Office": _t("Offices", "Embeder"),
    "Project": _t("Projects", "Projekter"),
    "Programme": _t("Programmes", "Programmer"),
    "Event": _t("Events", "Begivenheder"),
    "Activity": _t("Activities", "Aktiviteter"),
    "Policy": _t("Policies", "Politikker"),
    "Document": _t("Documents", "Dokumenter"),
    "System": _t("Systems", "Systemer"),
    "Award": _t("Awards", "Priser"),
    "Topic": _t("Topics", "Emner"),
    "Theme": _t("Themes", "Temaer"),
    "Section": _t("Sections", "Afsnit"),
    "Membership": _t("Memberships", "Medlemskaber"),
    "Post": _t("Posts", "Hverv"),
    "Payment": _t("Payments", "Betalinger"),
    "Grant": _t("Grants", "Tilskud"),
    "FundingTotal": _t("Funding totals", "Samlede tilskud"),
    "StatedCount": _t("Stated counts", "Oplyste antal"),
    "Cooperation": _t("Cooperation", "Samarbejder"),
    "Agreement": _t("Agreements", "Aftaler"),
    "Participation": _t("Participation", "Deltagelser"),
    "Responsibility": _t("Responsibilities", "Ansvar"),
    "Recurrence": _t("Recurring events", "Tilbagevendende begivenheder"),
    "Description": _t("Descriptions", "Beskrivelser"),
    "PolicyAim": _t("Policy aims", "Politiske mål"),
    "CommitteePractice": _t("Committee practice", "Udvalgspraksis"),
    "VisitPractice": _t("Visit practice", "Besøgspraksis"),
    "Link": _t("Outside identifiers", "Identifikatorer udefra"),
    "ConceptScheme": _t("Schemes", "Systemer"),
}

# What the other end of a property is called when seen from its value.
INVERSES: Final[dict[str, Text]] = {
    "kk:isLocatedIn": _t("Located here", "Ligger her"),
    "kk:isBasedIn": _t("Based here", "Har sæde her"),
    "kk:isPartOf": _t("Has as parts", "Har som dele"),
    "kk:isPartOfNetwork": _t("Sub-networks and groups", "Undernetværk og grupper"),
    "kk:isUnitOf": _t("Units", "Enheder"),
    "kk:isRunBy": _t("Runs", "Driver"),
    "kk:isFundedBy": _t("Funds", "Finansierer"),
    "kk:isHostedBy": _t("Hosts", "Er vært for"),
    "kk:isAdoptedBy": _t("Has adopted", "Har vedtaget"),
    "kk:hasTopic": _t("Things with this topic", "Ting med dette emne"),
    "kk:hasTheme": _t("Things with this theme", "Ting med dette tema"),
    "kk:isMemberOf": _t("Members", "Medlemmer"),
    "kk:takesPartIn": _t("Taking part", "Deltagere"),
    "kk:isPartnerIn": _t("Partners", "Partnere"),
    "kk:cooperatesWith": _t("Cooperates with", "Samarbejder med"),
    "kk:possiblySameAs": _t("Possibly the same as", "Måske det samme som"),
    "kk:isListedIn": _t("Lists", "Opfører"),
    "kk:isPartOfSection": _t("Subsections", "Underafsnit"),
    "kk:countsClass": _t("Counts", "Antal"),
    "skos:inScheme": _t("Belongs to it", "Hører til det"),
    "skos:topConceptOf": _t("At the top", "Øverst"),
    "skos:hasTopConcept": _t("At the top of", "Øverst i"),
}

WORDS: Final[dict[str, Text]] = {
    "title": _t("Copenhagen in the world", "København i verden"),
    "subtitle": _t(
        "The City of Copenhagen's international work, as surveyed in 2020: a knowledge graph",
        "Københavns Kommunes internationale arbejde, som afdækket i 2020: en vidensgraf",
    ),
    "lead": _t(
        "In 2020 the City of Copenhagen surveyed its own international work: the networks it is a "
        "member of, the cities it works with, the projects, the money and the politics. Here "
        "every statement of that survey is linked data, and each one says which lines it "
        "stands on.",
        "I 2020 afdækkede Københavns Kommune sit eget internationale arbejde: netværkene, den er "
        "medlem af, byerne, den samarbejder med, projekterne, pengene og politikken. Her er hvert "
        "udsagn i den afdækning linkede data, og hvert af dem siger, hvilke linjer det står på.",
    ),
    "skip": _t("Skip to content", "Gå til indholdet"),
    "menu": _t("Main menu", "Hovedmenu"),
    "home": _t("Home", "Forside"),
    "browse": _t("Browse", "Gå på opdagelse"),
    "sections": _t("The survey", "Afdækningen"),
    "themes": _t("Themes", "Temaer"),
    "departments": _t("Departments", "Forvaltninger"),
    "queries": _t("Questions", "Spørgsmål"),
    "networks": _t("Networks", "Netværkskort"),
    "sparql": _t("SPARQL", "SPARQL"),
    "ontology": _t("Vocabulary", "Ordforråd"),
    "search": _t("Search", "Søg"),
    "about": _t("About", "Om"),
    "map": _t("Map", "Kort"),
    "here": _t("You are here", "Du er her"),
    "other_language": _t("Dansk", "English"),
    "search_for": _t("City, network, project …", "By, netværk, projekt …"),
    "search_hint": _t(
        "Search all names and spellings, misspelt ones included.",
        "Søg i alle navne og stavemåder, også forkerte.",
    ),
    "no_script": _t(
        "Searching needs JavaScript. Without it, browse by kind, theme or chapter.",
        "Søgning kræver JavaScript. Uden kan du gå på opdagelse efter slags, tema eller kapitel.",
    ),
    "no_hits": _t("Nothing goes by that name.", "Intet har det navn."),
    "hits": _t("found", "fundet"),
    "also": _t("Also written", "Også skrevet"),
    "at_a_glance": _t("At a glance", "Kort sagt"),
    "facts": _t("What the survey says", "Hvad afdækningen siger"),
    "incoming": _t("Connected to it", "Forbundet med den"),
    "mentioned": _t("Mentioned in", "Nævnt i"),
    "identifiers": _t("Elsewhere", "Andre steder"),
    "identifiers_hint": _t(
        "Outside records of the same thing; not from the survey.",
        "Det samme i andre registre; ikke fra afdækningen.",
    ),
    "around": _t("Around it", "Omkring den"),
    "around_all": _t("{shown} of {all} connections", "{shown} af {all} forbindelser"),
    "ask": _t("Ask about it", "Spørg om den"),
    "data": _t("Data", "Data"),
    "cite": _t("Cite this page", "Citér denne side"),
    "iri": _t("Identifier (IRI)", "Identifikator (IRI)"),
    "section": _t("Section", "Afsnit"),
    "line": _t("line", "linje"),
    "lines": _t("lines", "linje"),
    "lines_title": _t("Lines of the survey text", "Linjer i afdækningens tekst"),
    "derived": _t("derived", "udledt"),
    "derived_title": _t(
        "Follows from other statements by a rule", "Følger af andre udsagn ved en regel"
    ),
    "reading": _t("our reading", "vores læsning"),
    "reading_title": _t(
        "Our own classification; the survey does not say it",
        "Vores egen inddeling; afdækningen siger det ikke",
    ),
    "outside": _t("outside source", "kilde udefra"),
    "passages": _t("The passages", "Teksten"),
    "previous": _t("Previous", "Forrige"),
    "next": _t("Next", "Næste"),
    "subsections": _t("Subsections", "Underafsnit"),
    "says": _t("What this section states", "Hvad dette afsnit siger"),
    "names": _t("Named here", "Nævnt her"),
    "lists": _t("Its subject", "Afsnittets emne"),
    "coverage": _t(
        "{cited} of {all} lines are cited by a statement",
        "{cited} af {all} linjer er citeret af et udsagn",
    ),
    "coverage_hint": _t(
        "Headings of higher sections, blank lines and page numbers are never cited.",
        "Overordnede overskrifter, blanke linjer og sidetal citeres aldrig.",
    ),
    "nothing_said": _t(
        "This heading states nothing of its own.", "Denne overskrift siger ikke selv noget."
    ),
    "toc_lead": _t(
        "The survey in its own order: nine chapters, section by section, and what each states.",
        "Afdækningen i sin egen orden: ni kapitler, afsnit for afsnit, og hvad hvert af dem siger.",
    ),
    "statements": _t("statements", "udsagn"),
    "things": _t("things", "ting"),
    "fact_count": _t("facts", "oplysninger"),
    "section_count": _t("sections", "afsnit"),
    "triples": _t("triples", "tripler"),
    "cited_lines": _t("cited lines", "citerede linjer"),
    "queries_count": _t("saved questions", "gemte spørgsmål"),
    "examples": _t("Questions it answers", "Spørgsmål, den svarer på"),
    "all_queries": _t("All questions", "Alle spørgsmål"),
    "world": _t("Where in the world", "Hvor i verden"),
    "map_lead": _t(
        "Cities, municipalities and other places that the survey names. The larger the dot, the "
        "more sections name it.",
        "Byer, kommuner og andre steder, som afdækningen nævner. Jo større prik, jo flere afsnit "
        "nævner stedet.",
    ),
    "europe": _t("Europe", "Europa"),
    "the_world": _t("The world", "Verden"),
    "map_source": _t(
        "Coastlines: Natural Earth (public domain). Coordinates: see each place.",
        "Kystlinjer: Natural Earth (fri af ophavsret). Koordinater: se hvert sted.",
    ),
    "tied": _t("Who is tied to what", "Hvem hænger sammen med hvad"),
    "open_network": _t("Open the networks", "Åbn netværkskortene"),
    "explore": _t("Explore by kind", "Efter slags"),
    "browse_lead": _t(
        "Everything in the graph, by kind, department, theme or chapter.",
        "Alt i grafen, efter slags, forvaltning, tema eller kapitel.",
    ),
    "by_kind": _t("Things", "Ting"),
    "by_fact": _t("Facts", "Oplysninger"),
    "by_chapter": _t("By chapter", "Efter kapitel"),
    "chapter": _t("Chapter", "Kapitel"),
    "name": _t("Name", "Navn"),
    "theme": _t("Theme", "Tema"),
    "department": _t("Department", "Forvaltning"),
    "any": _t("any", "alle"),
    "filter": _t("Filter", "Afgræns"),
    "shown": _t("shown", "vist"),
    "question": _t("Question", "Spørgsmål"),
    "parameters": _t("Parameters", "Parametre"),
    "default": _t("default", "standard"),
    "example": _t("example", "eksempel"),
    "required": _t("required", "påkrævet"),
    "optional": _t("optional", "valgfri"),
    "answer": _t("Answer", "Svar"),
    "answer_for": _t("Answer for", "Svar for"),
    "row": _t("row", "række"),
    "rows": _t("rows", "rækker"),
    "first_rows": _t(
        "The first {shown} of {all} rows; the files have all.",
        "De første {shown} af {all} rækker; filerne har alle.",
    ),
    "no_rows": _t(
        "No rows: the survey says nothing of it.", "Ingen rækker: det siger afdækningen intet om."
    ),
    "yes": _t("Yes", "Ja"),
    "no": _t("No", "Nej"),
    "run": _t("Run it in the browser", "Kør det i browseren"),
    "command": _t("On the command line", "På kommandolinjen"),
    "text": _t("The query", "Forespørgslen"),
    "queries_lead": _t(
        "Questions put to the graph, each with its answer, its SPARQL and files to take away.",
        "Spørgsmål til grafen, hvert med svar, SPARQL og filer til at tage med.",
    ),
    "networks_lead": _t(
        "The graph as networks of nodes and ties: to look at here, or to open in Gephi, R or "
        "Python.",
        "Grafen som netværk af knuder og forbindelser: til at se på her eller åbne i Gephi, R "
        "eller Python.",
    ),
    "interactive": _t("Explore it interactively", "Udforsk det interaktivt"),
    "files": _t("Files", "Filer"),
    "sparql_lead": _t(
        "Ask the graph anything. The query engine runs in your own browser; nothing is sent "
        "anywhere.",
        "Spørg grafen om hvad som helst. Søgningen sker i din egen browser; intet sendes "
        "nogen steder hen.",
    ),
    "sparql_lead_server": _t(
        "Ask the graph anything. Your query is sent to this server, which answers it.",
        "Spørg grafen om hvad som helst. Din forespørgsel sendes til denne server, som svarer.",
    ),
    "sparql_script": _t(
        "This page needs JavaScript. The answers of all saved questions can be read without.",
        "Denne side kræver JavaScript. Svarene på alle gemte spørgsmål kan læses uden.",
    ),
    "sparql_missing": _t(
        "This site was built without the query engine. Use the command line, or load a dump.",
        "Dette websted er bygget uden søgemaskinen. Brug kommandolinjen, eller hent et datasæt.",
    ),
    "ontology_lead": _t(
        "The terms that the graph is written in, with what they mean and how they fit standard "
        "vocabularies.",
        "De ord, som grafen er skrevet med, hvad de betyder, og hvordan de passer til "
        "standardordforråd.",
    ),
    "classes": _t("Classes", "Klasser"),
    "object_properties": _t("Properties between things", "Egenskaber mellem ting"),
    "data_properties": _t("Properties with a value", "Egenskaber med en værdi"),
    "values": _t("Controlled values", "Faste værdier"),
    "shapes": _t("What the data must satisfy", "Hvad data skal opfylde"),
    "rules": _t("Rules", "Regler"),
    "rules_lead": _t(
        "Shortcuts that follow from the facts; they are computed, never written by hand.",
        "Genveje, der følger af oplysningerne; de beregnes og skrives aldrig i hånden.",
    ),
    "history": _t("Versions", "Versioner"),
    "kind_of": _t("A kind of", "En slags"),
    "narrower": _t("Kinds of it", "Slags af den"),
    "domain": _t("Said of", "Siges om"),
    "range": _t("Value", "Værdi"),
    "used": _t("used {n} times", "brugt {n} gange"),
    "unused": _t("not used", "ikke brugt"),
    "instances": _t("{n} in the data", "{n} i data"),
    "diagram": _t("How it hangs together", "Sådan hænger det sammen"),
    "diagram_text": _t(
        "A section states facts and things; a fact joins things, carries its lines, and gives "
        "rise to a derived shortcut.",
        "Et afsnit siger oplysninger og ting; en oplysning forbinder ting, bærer sine linjer og "
        "giver anledning til en udledt genvej.",
    ),
    "version": _t("Version", "Version"),
    "license": _t("Licence", "Licens"),
    "download": _t("Download", "Hent"),
    "everything": _t("Everything", "Det hele"),
    "not_found": _t("There is no such page", "Den side findes ikke"),
    "not_found_lead": _t(
        "Search for a name, or start from the front page.",
        "Søg efter et navn, eller begynd på forsiden.",
    ),
    "print_note": _t("Source", "Kilde"),
    "footer": _t(
        "Facts from the survey of 2020 by the City of Copenhagen; its text is not reproduced.",
        "Oplysninger fra Københavns Kommunes afdækning fra 2020; dens tekst gengives ikke.",
    ),
    "footer_survey": _t(
        "Facts and passages from the survey of 2020 by the City of Copenhagen.",
        "Oplysninger og tekst fra Københavns Kommunes afdækning fra 2020.",
    ),
    "statistics": _t("The graph in figures", "Grafen i tal"),
    "layer": _t("Layer", "Lag"),
    "class": _t("Class", "Klasse"),
    "count": _t("Number", "Antal"),
    "dataset": _t("The dataset", "Datasættet"),
    "about_lead": _t(
        "What this is, how to reuse it and how to cite it.",
        "Hvad dette er, hvordan det må bruges, og hvordan det citeres.",
    ),
    "about_faith": _t(
        "Nothing is invented and nothing is lost: every statement of the survey is encoded with "
        "its section and lines, hedges included. What comes from elsewhere (identifiers, "
        "coordinates, themes) is kept apart and says where it is from. What follows by a rule "
        "is marked as derived.",
        "Intet er opfundet, og intet er tabt: hvert udsagn i afdækningen er kodet med afsnit og "
        "linjer, også forbehold. Hvad der kommer andre steder fra (identifikatorer, koordinater, "
        "temaer), holdes for sig og siger, hvor det er fra. Hvad der følger af en regel, er "
        "mærket som udledt.",
    ),
    "license_text": _t(
        "Data, vocabulary and questions: Creative Commons Attribution 4.0. Software: MIT. "
        "Identifiers and coordinates of places come in part from GeoNames (CC BY 4.0).",
        "Data, ordforråd og spørgsmål: Creative Commons Kreditering 4.0. Programmet: MIT. "
        "Identifikatorer og koordinater for steder er delvis fra GeoNames (CC BY 4.0).",
    ),
    "descriptions": _t("Descriptions for machines", "Beskrivelser til maskiner"),
    "nodes": _t("nodes", "knuder"),
    "edges": _t("ties", "forbindelser"),
    "most_ties": _t("Most ties", "Flest forbindelser"),
    "weight": _t("The width of a tie", "En forbindelses bredde"),
    "all_places": _t("All places", "Alle steder"),
    "cite_dataset": _t("Cite the dataset", "Citér datasættet"),
    "counted": _t("Of", "Af"),
    "thing": _t("thing", "ting"),
    "shortcut": _t("derived shortcut", "udledt genvej"),
    "arrow_states": _t("states", "siger"),
    "arrow_names": _t("names", "nævner"),
    "arrow_joins": _t("joins", "forbinder"),
    "arrow_rule": _t("by a rule", "ved en regel"),
    "layer_survey": _t("The survey's statements", "Afdækningens udsagn"),
    "layer_ontology": _t("Vocabulary", "Ordforråd"),
    "layer_sections": _t("The survey's structure", "Afdækningens opbygning"),
    "layer_register": _t("Register of things", "Register over ting"),
    "layer_links": _t("Outside identifiers", "Identifikatorer udefra"),
    "layer_themes": _t("Themes, our reading", "Temaer, vores læsning"),
    "layer_derived": _t("Derived by rules", "Udledt ved regler"),
    "about_dcat": _t("the dataset and its files (DCAT-AP)", "datasættet og dets filer (DCAT-AP)"),
    "about_void": _t("sizes, partitions and linksets (VoID)", "størrelser, dele og links (VoID)"),
    "about_prov": _t("what the site was built from (PROV)", "hvad webstedet er bygget af (PROV)"),
    "about_examples": _t("the saved questions (SHACL)", "de gemte spørgsmål (SHACL)"),
    "part_of": _t("part of", "del af"),
    "stated_names": _t("Names", "Navne"),
}


def word(key: str, lang: str) -> str:
    """Return a word of the site."""
    return WORDS[key][lang]


def plural(local: str, lang: str, fallback: str = "") -> str:
    """Return the plural of a class by its local name."""
    found = PLURALS.get(local)
    return found[lang] if found else fallback or local
