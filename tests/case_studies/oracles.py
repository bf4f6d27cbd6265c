"""What others make of our feeds and of the map of the site: a reader of feeds that many use, and
the rules of the map's protocol."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_RULES = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{MAP}" xmlns="{MAP}"
           elementFormDefault="qualified">
  <xs:element name="urlset">
    <xs:complexType><xs:sequence>
      <xs:element name="url" maxOccurs="50000">
        <xs:complexType><xs:all>
          <xs:element name="loc">
            <xs:simpleType><xs:restriction base="xs:anyURI">
              <xs:minLength value="12"/><xs:maxLength value="2048"/>
              <xs:pattern value="https?://.+"/>
            </xs:restriction></xs:simpleType>
          </xs:element>
          <xs:element name="lastmod" minOccurs="0">
            <xs:simpleType><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
          </xs:element>
        </xs:all></xs:complexType>
      </xs:element>
    </xs:sequence></xs:complexType>
  </xs:element>
</xs:schema>
"""


def read_feed(feed: bytes) -> list[Any]:
    """Its entries, as a reader of feeds has them; it must find nothing wrong."""
    found = feedparser.parse(feed, response_headers={"content-type": "application/atom+xml"})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10" and found.feed.title and found.feed.updated_parsed
    for entry in found.entries:
        assert entry.title_detail.type == entry.summary_detail.type == "text/plain"
        assert entry.updated_parsed and entry.author and urlsplit(entry.link).netloc
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    return list(found.entries)


def map_addresses(site_map: bytes) -> list[str]:
    """Each address, once, all of one site."""
    tree = etree.fromstring(site_map)
    etree.XMLSchema(etree.fromstring(_RULES)).assertValid(tree)
    found = [each.text or "" for each in tree.findall(f"{{{MAP}}}url/{{{MAP}}}loc")]
    assert len(set(found)) == len(found) and len({urlsplit(one).netloc for one in found}) == 1
    return found
