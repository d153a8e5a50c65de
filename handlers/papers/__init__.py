"""What is printed: posters, banners and cards that lead to the line, as PDF, PNG, SVG and text."""
