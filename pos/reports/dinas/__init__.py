"""The month's page for the Dinas: sums by sentra, licences and visitors; nobody's own figures."""
