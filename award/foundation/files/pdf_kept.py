"""What of a PDF stays in the copy for assessors: the names of entries, by where they stand.

An allow-list, so that what some program invents tomorrow goes as well. PDF 1.7 (ISO 32000-1) names
them all.
"""

from __future__ import annotations

from typing import Final


def _of(*words: str) -> frozenset[str]:
    return frozenset(f"/{one}" for line in words for one in line.split())


CATALOG: Final = _of("Type Pages Outlines StructTreeRoot MarkInfo Lang OCProperties Version")
PAGES: Final = _of("Type Kids Count Parent Resources MediaBox CropBox Rotate")
PAGE: Final = PAGES | _of(
    "BleedBox TrimBox ArtBox Contents Group Annots StructParents Tabs UserUnit"
)
LINK: Final = _of("Type Subtype Rect Border C H QuadPoints Dest A F StructParent BS")
OUTLINE: Final = _of("Type Title Parent Prev Next First Last Count Dest A C F")
STRUCTURE: Final = _of("Type S P K Pg A Alt ActualText E Lang Obj MCID Stm StmOwn",
                       "ParentTree ParentTreeNextKey Nums Kids Limits")  # fmt: skip
WORDS: Final = _of("Alt ActualText E")
PROPERTY: Final = _of(
    "Type OCGs P VE Intent Usage MCID ActualText Alt E Lang Subtype BBox Attached",
)
LAYERS: Final = _of("OCGs D BaseState ON OFF Order Intent RBGroups AS Event Category",
                    "Export Print View Zoom ExportState PrintState ViewState min max")  # fmt: skip
MAPS: Final = _of("Font XObject ExtGState ColorSpace Pattern Shading Properties")
RESOURCES: Final = MAPS | _of("ProcSet")
DRAWN: Final = _of(
    "Type Subtype Length Filter DecodeParms Length1 Length2 Length3 Predictor Colors",
    "BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock",
    "BlackIs1 DamagedRowsBeforeError ColorTransform JBIG2Globals Width Height ColorSpace",
    "Intent ImageMask Mask Decode Interpolate SMask SMaskInData Matte BBox Matrix Resources",
    "Group FormType StructParent StructParents OC S CS I BaseFont FirstChar LastChar Widths",
    "FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo Registry Ordering",
    "Supplement DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs FontName FontFamily",
    "FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV",
    "StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet Style",
    "Panose FD BaseEncoding Differences CMapName WMode UseCMap LW LC LJ ML D RI OP op OPM",
    "Font FL SM SA BM CA ca AIS TK BG BG2 UCR UCR2 TR TR2 G BC UseBlackPtComp PatternType",
    "PaintType TilingType XStep YStep Shading ExtGState ShadingType Background AntiAlias",
    "Domain Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow FunctionType",
    "Range Size Order Encode C0 C1 N Functions Bounds Alternate WhitePoint BlackPoint Gamma",
    "Colorants Process Components",
)
"""Of fonts, pictures, forms, patterns, states and functions, all the way down."""
ATTRIBUTES: Final = _of(
    "O Placement WritingMode BackgroundColor BorderColor BorderStyle BorderThickness Padding",
    "Color SpaceBefore SpaceAfter StartIndent EndIndent TextIndent TextAlign BBox Width",
    "Height BlockAlign InlineAlign TBorderStyle TPadding LineHeight BaselineShift",
    "TextDecorationType RubyAlign TextDecorationColor TextDecorationThickness RubyPosition",
    "GlyphOrientationVertical ColumnCount ColumnGap ColumnWidths ListNumbering RowSpan",
    "ColSpan Scope Role checked",
)
OWNERS: Final = _of("Layout List Table PrintField")
STANDARD: Final = _of(
    "Document DocumentFragment Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct",
    "Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote",
    "Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form",
    "Title Aside FENote Sub Em Strong Artifact",
)
"""Kinds of part that every reader knows; what a style calls itself is nobody's business."""
