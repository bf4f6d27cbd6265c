"""The NHS design system as form fields, template macros and formatters.

Knows no chapter: everything a chapter wants shown comes in as an argument. The rooms:

- `environment`: how Jinja is set up, and the loud undefined;
- `formatters`: dates, money, counts in plain English, as template filters;
- `fields`, `forms`, `widgets`: parse what people type, keep it, draw it as NHS components;
- `pagination`, `errors`: page numbers, and pages for when something went wrong;
- `assets`: copies the prebuilt NHS stylesheet and script into `award/static/nhsuk/`;
- `fingerprints`, `static_files`: build static files under names that change, and serve them.
"""
