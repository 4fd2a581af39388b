"""What a phase asks, as plain values: read from live rows until it is opened, afterwards from its `AskedCatalogue`."""
