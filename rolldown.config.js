import { defineConfig } from 'rolldown';

/**
 * Puts the compiled program into a few files, for Node takes a third of a millisecond over every file that it loads. What
 * is imported only when it is needed stays apart; packages stay what npm installed.
 */
export default defineConfig({
  input: { main: 'dist/main.js', 'recorder-thread': 'dist/store/sqlite/recorder-thread.js' },
  platform: 'node',
  external: (id) => /^[@a-z]/.test(id),
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    cleanDir: true,
  },
});
