"""What is open in one run: session, store, loader, cache, workers, watcher."""
