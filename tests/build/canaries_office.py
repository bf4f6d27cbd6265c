"""Word, Excel, PowerPoint and OpenDocument files with one name planted in every place."""

# ruff: noqa: E501 - parts of files as programs write them

from __future__ import annotations

from tests.build import documents
from tests.build.canaries import CANARY as C
from tests.build.canaries import KEPT, photograph

_R = '<Relationships><Relationship Id="rId1" Type="http://x/{0}" {1} /></Relationships>'
_OUT = 'TargetMode="External" Target="{0}"'
# What is planted: the type, and parts by name.
IN_OFFICE: dict[str, tuple[str, dict[str, str | bytes]]] = {
    "who refreshed a pivot table": (
        "xlsx",
        {"xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition refreshedBy="{C}"/>'},
    ),
    "users of scenarios": (
        "xlsx",
        {
            "xl/worksheets/sheet1.xml": f'<worksheet><scenarios><scenario name="{C}" user="{C}" '
            f'comment="Created by {C}"/></scenarios></worksheet>'
        },
    ),
    "views of a workbook": (
        "xlsx",
        {
            "xl/workbook.xml": f'<workbook><customWorkbookViews><customWorkbookView name="{C} view"/>'
            "</customWorkbookViews></workbook>"
        },
    ),
    "a path": (
        "xlsx",
        {"xl/workbook.xml": f'<workbook><x15ac:absPath url="C:\\Users\\{C}\\"/></workbook>'},
    ),
    "another workbook in the cloud": (
        "xlsx",
        {
            "xl/externalLinks/_rels/externalLink1.xml.rels": _R.format(
                "externalLinkPath", _OUT.format(f"https://a-my.sharepoint.com/personal/{C}/a.xlsx")
            ),
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    ),
    "another workbook on her disk": (
        "xlsx",
        {
            "xl/externalLinks/_rels/externalLink1.xml.rels": _R.format(
                "externalLinkPath", _OUT.format(f"/Users/{C}/a.xlsx")
            ),
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    ),
    "remarks": (
        "xlsx",
        {
            "xl/comments1.xml": f"<comments><authors><author>{C}</author></authors></comments>",
            "xl/persons/person.xml": f'<personList><person displayName="{C}" userId="S::{C}@a.example" '
            'id="{00000000-0000-0000-0000-000000000001}" providerId="AD"/></personList>',
        },
    ),
    "the log of a shared workbook": (
        "xlsx",
        {
            "xl/revisions/revisionHeaders.xml": f'<headers><header userName="{C}"/></headers>',
            "xl/revisions/userNames.xml": f'<users><userInfo name="{C}"/></users>',
        },
    ),
    "a connection": (
        "xlsx",
        {
            "xl/connections.xml": f'<connections><connection name="a" odcFile="C:\\{C}.odc">'
            f'<dbPr connection="User ID={C}" command="{C}"/></connection></connections>'
        },
    ),
    "data beside a workbook": ("xlsx", {"xl/model/item.data": C.encode()}),
    "an attribute of tomorrow": (
        "xlsx",
        {"xl/workbook.xml": f'<workbook unheardOf="{C} Leaderby"><a x2="{C}"/></workbook>'},
    ),
    "another width of letters": (
        "xlsx",
        {
            "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-16"?><workbook><fileSharing '
            f'userName="{C}"/></workbook>'.encode("utf-16")
        },
    ),
    "variables": (
        "docx",
        {
            "word/settings.xml": f'<w:settings><w:docVars><w:docVar w:name="a" w:val="{C}"/></w:docVars>'
            "</w:settings>"
        },
    ),
    "a template in the cloud": (
        "docx",
        {
            "word/settings.xml": '<w:settings><w:attachedTemplate r:id="rId1"/></w:settings>',
            "word/_rels/settings.xml.rels": _R.format(
                "attachedTemplate", _OUT.format(f"https://a.sharepoint.com/{C}/t.dotx")
            ),
        },
    ),
    "a link to a place of her own": (
        "docx",
        {
            "word/_rels/document.xml.rels": _R.format(
                "hyperlink", _OUT.format(f"https://onedrive.live.com/{C}")
            )
        },
    ),
    "an email address": (
        "docx",
        {
            "word/_rels/document.xml.rels": _R.format(
                "hyperlink", _OUT.format(f"mailto:{C}@a.example")
            )
        },
    ),
    "a picture that lies elsewhere": (
        "docx",
        {
            "word/_rels/document.xml.rels": _R.format(
                "image", _OUT.format(f"https://care.example/{C}.png")
            )
        },
    ),
    "labels": (
        "docx",
        {
            "docMetadata/LabelInfo.xml": f'<clbl:labelList><clbl:label siteId="{C}"/></clbl:labelList>',
            "_rels/.rels": _R.format("classificationlabels", 'Target="docMetadata/LabelInfo.xml"'),
        },
    ),
    "data beside a document": (
        "docx",
        {
            "customXml/item1.xml": f"<a>{C}</a>",
            "customXml/itemProps1.xml": f'<ds:datastoreItem ds:itemID="{C}"/>',
        },
    ),
    "people": (
        "docx",
        {"word/people.xml": f'<w15:people><w15:person w15:author="{C}"/></w15:people>'},
    ),
    "changes and remarks": (
        "docx",
        {
            "word/comments.xml": f"<w:comments><w:comment w:author='{C}' w:initials='{C}'/></w:comments>",
            "word/document.xml": f'<w:document><w:ins w:author="{C}"/><!-- {C} --><?told {C}?></w:document>',
            "word/glossary/document.xml": f'<w:glossaryDocument><w:ins w:author="{C}"/>'
            "</w:glossaryDocument>",
        },
    ),
    "fields": (
        "docx",
        {
            "word/document.xml": "<w:document><w:instrText>LINK Excel.Sheet "
            f'"C:\\Users\\{C}\\a.xlsx"</w:instrText><w:fldSimple w:instr="C:\\{C}.png"/>'
            f'<v:imagedata o:title="{C}"/></w:document>'
        },
    ),
    "names of pictures": (
        "docx",
        {
            "word/document.xml": f'<w:document><pic:cNvPr id="1" name="{C}.png" '
            f'descr="C:\\Users\\{C}\\a.png"/></w:document>'
        },
    ),
    "a photograph": ("docx", {"word/media/image1.jpeg": photograph()}),
    "a part of tomorrow": ("docx", {"word/unheard.xml": f"<a>{C}</a>", "odd/a.bin": C.encode()}),
    "tags": (
        "pptx",
        {
            "ppt/tags/tag1.xml": f'<p:tagLst><p:tag name="AUTHOR" val="{C}"/></p:tagLst>',
            "ppt/slides/_rels/slide1.xml.rels": _R.format("tags", 'Target="../tags/tag1.xml"'),
            "ppt/slides/slide1.xml": '<p:sld><p:tags r:id="rId1"/></p:sld>',
        },
    ),
    "authors of remarks": (
        "pptx",
        {
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst><p:cmAuthor id="0" name="{C}" initials="{C}"/>'
            "</p:cmAuthorLst>",
            "ppt/authors.xml": f'<p188:authorLst><p188:author name="{C}" initials="A" userId="{C}" '
            'providerId="AD"/></p188:authorLst>',
        },
    ),
    "changes to slides": (
        "pptx",
        {
            "ppt/changesInfos/changesInfo1.xml": f'<p15:chg><p15:name name="{C}"/></p15:chg>',
            "ppt/revisionInfo.xml": f'<p1510:revInfo><p1510:client id="{C}"/></p1510:revInfo>',
        },
    ),
    "properties": (
        "pptx",
        {
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{C}</dc:creator></cp:coreProperties>",
            "docProps/app.xml": f"<Properties><Company>{C}</Company></Properties>",
            "docProps/custom.xml": f"<Properties><property name='{C}'/></Properties>",
            "docProps/thumbnail.jpeg": photograph(),
        },
    ),
}
_BODY = (
    "<office:document-content>{0}<office:body><text:p>{1}</text:p>{2}</office:body>"
    "</office:document-content>"
)
_NOTE = f"<office:annotation><dc:creator>{C}</dc:creator><text:p>Look</text:p></office:annotation>"
IN_OPEN: dict[str, dict[str, str | bytes]] = {
    "remarks": {"content.xml": _BODY.format("", KEPT, _NOTE)},
    "a script": {
        "content.xml": _BODY.format(f"<office:scripts><a>{C}</a></office:scripts>", KEPT, "")
    },
    "a link to her disk": {
        "content.xml": _BODY.format("", KEPT, f'<text:a xlink:href="file:///home/{C}/a.odt"/>')
    },
    "settings": {"settings.xml": f"<office:settings><a>{C}</a></office:settings>"},
    "properties": {"meta.xml": f"<office:meta><dc:creator>{C}</dc:creator></office:meta>"},
    "a part of tomorrow": {"unheard/of.xml": f"<a>{C}</a>", "manifest.rdf": f"<a>{C}</a>"},
    "a picture": {"Pictures/1.jpg": photograph()},
    "a list of parts": {
        "META-INF/manifest.xml": "<manifest:manifest><manifest:file-entry "
        f'manifest:full-path="{C}/a.xml"/></manifest:manifest>'
    },
}


def office_with(place: str) -> tuple[bytes, str]:
    key, parts = IN_OFFICE[place]
    return documents.office(key, **parts), f".{key}"


def open_with(place: str) -> bytes:
    return documents.archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": _BODY.format("", KEPT, ""),
            "META-INF/manifest.xml": "<manifest:manifest/>",
            **IN_OPEN[place],
        }
    )
