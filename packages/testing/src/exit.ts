/** What is left to do when this process goes without having disposed of everything. */
const pending = new Set<() => void>();

process.on('exit', () => {
  for (const clean of pending) clean();
});

/** Registers a synchronous clean-up for a sudden end; call the result when it is done in order. */
export function cleanUpAtExit(clean: () => void): () => void {
  pending.add(clean);
  return () => void pending.delete(clean);
}
