"""The doors of the filing desk: `desk` is its pages, `grid` the page on which a form is filled in."""
