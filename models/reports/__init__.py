"""Documents and reports: what leaves the program on paper. Each is data first (`models.reports.document`); PDF and HTML
are written from it in `desktop/jobs`."""
