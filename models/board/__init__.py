"""The figures of the dashboard, and the list behind every one of them."""
