"""The six-month report: `gathering` reads its figures, `compose` writes it by rules, `docx` and `pdf` print it."""
