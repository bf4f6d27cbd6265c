"""What of Word, Excel and PowerPoint files stays in the copy for assessors.

Parts: an allow-list. Attributes: numbers, switches and references stay whatever they are called,
words only where the format keeps words that are shown or that hold the document together. So a name
in a place that nobody here has heard of goes as well.
"""

from __future__ import annotations

import re
from typing import Final

PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml"
    r"|(.*/)?_rels/[^/]*\.rels"
    r"|(docProps/(core|app|custom)|package/services/metadata/core-properties/\w+)\.(xml|psmdcp)"
    r"|word/(glossary/)?(document\d*|styles|stylesWithEffects|settings|webSettings|fontTable"
    r"|numbering|footnotes|endnotes|header\d*|footer\d*|comments\w*)\.xml"
    r"|xl/(workbook|styles|sharedStrings|metadata|persons/\w+)\.xml"
    r"|xl/(worksheets|chartsheets|dialogsheets|tables|pivotTables|pivotCache|slicers|slicerCaches"
    r"|timelines|timelineCaches|externalLinks|threadedComments|comments|richData|queryTables"
    r"|featurePropertyBag)/\w+\.xml"
    r"|xl/(comments\d*|connections\d*)\.xml"
    r"|ppt/(presentation|presProps|viewProps|tableStyles|commentAuthors|authors)\.xml"
    r"|ppt/(slides|slideLayouts|slideMasters|notesSlides|notesMasters|handoutMasters|comments"
    r"|threadedComments)/\w+\.xml"
    r"|(word|xl|ppt)/((theme|charts|diagrams|drawings|slideUpdateInfo)/(.*/)?[\w.-]+\.(xml|vml)"
    r"|(media|embeddings|fonts|ink)/[^/]+)"
    r"|visuals/[\w.-]+\.xml",
    re.I,
)
GONE: Final = frozenset(
    (
        "absPath docVars attachedTemplate mailMerge fileSharing printerSettings rsids"
        " customWorkbookViews customSheetViews custDataLst custData smartTags smartTagPr"
        " webPublishing webPublishItems fileRecoveryPr docGrpId modifyVerifier saveThroughXslt"
        " documentHash coauthVersionLst revisionPtr"
    ).split()
)
"""Elements that say where it lay, who had it and who may change it; they show nothing."""
MAKERS: Final = frozenset(
    (
        "author initials user userName username refreshedBy lastModifiedBy userId providerId"
        " provider ownerName editor createdBy modifiedBy lastEditedBy odcFile sourceFile"
        " connection command singleSignOnId ssoId serverCommand email company manager"
    ).split()
)
"""Of persons and their machines, in whatever shape."""
NAMED: Final = frozenset("scenario person author cmAuthor customWorkbookView dbPr".split())
"""Elements whose name is somebody's; so is the comment that Excel writes beside."""
MUTE: Final = frozenset("author lastModifiedBy creator company manager".split())
"""Elements whose words are names."""
FIELDS: Final = frozenset({"instrText", "delInstrText"})
WORDY: Final = frozenset(
    (
        "val name ascii hAnsi eastAsia cs typeface panose script ea latin sym font char fontKey"
        " descr title tooltip prompt promptTitle error errorTitle label caption text alt string"
        " formatCode format ref sqref range cell id styleId styleName style type uri Requires"
        " Ignorable ProcessContent PreserveElements PreserveAttributes MustUnderstand instr"
        " anchor location display uniqueName sourceName displayName codeName textlink fmla idref"
        " v u f c n r t sheet headerRowCellStyle dataCellStyle totalsRowCellStyle totalsRowLabel"
        " tableStyle dataCaption grandTotalCaption errorCaption missingCaption rowHeaderCaption"
        " colHeaderCaption subtotalCaption defaultTableStyle defaultPivotStyle"
        " defaultSlicerStyle pivotTableStyle fontScheme clrScheme path coordsize coordorigin adj"
        " adjustments points formulas from to filltype fillcolor strokecolor color color2"
        " shadowcolor textboxrect limo connectlocs connecttype dashstyle wrapcoords alignshape"
        " shapetype spid data equationxml fill stroke algorithmName hashValue saltValue"
        " cryptAlgorithmSid hash salt fmtid pid ContentType PartName Extension Type Target"
        " TargetMode Id progId ProgID classid space schemaLocation dataField formula1 formula2"
        " baseField measure dimension hierarchy level member key phldrT presName ObjectType face"
        " k extRef iconSet forName refForName eqn action defaultTimelineStyle nextId keys"
        " presetID category"
    ).split()
)
PLAIN: Final = re.compile(
    r"|[+-]?[\d.,;:%+\-eE/ ]*[a-zA-Z%]{0,3}"
    r"|#?[0-9A-Fa-f]+"
    r"|\{[0-9A-Fa-f-]{36}\}"
    r"|[a-z][A-Za-z0-9]{0,39}"
    r"|\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?"
    r"|\d{4}-\d\d-\d\dT[\d:.]+Z?"
    r"|[a-z]{2,3}(-[A-Za-z0-9]{2,8})+"
    r"|(urn:(schemas-)?microsoft[.-]com[:/]|http://schemas\.(openxmlformats\.org|microsoft\.com)/)"
    r"[\w/:.+-]+"
)
"""A number with its unit, a colour, an identity, a word of the format's own, a cell, a time, a
language, one of the drawings that come with Office."""
