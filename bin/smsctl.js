#!/usr/bin/env node
// The launcher: plain JavaScript for any Node. It imports nothing of ours before it knows that this Node can load the
// ledger's driver: below N-API 10 that driver ends the process with a segmentation fault and no word of why.
const NEEDED_NAPI = 10;

if (Number(process.versions.napi) >= NEEDED_NAPI) {
  keepCompiled();
  await import('../dist/bundle/main.js');
} else {
  await handOver();
}

/**
 * Lets Node keep the program as it has compiled it, beside the program itself: a seventh of each start. What lies there is run
 * the next time, so it must be nobody else's to write. Where that can not be had, every start compiles.
 */
function keepCompiled() {
  const { enableCompileCache } = process.getBuiltinModule('node:module');
  const { mkdirSync, statSync } = process.getBuiltinModule('node:fs');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  const folder = fileURLToPath(new URL('../dist/compiled', import.meta.url));
  try {
    if (!statSync(folder, { throwIfNoEntry: false })) mkdirSync(folder, { mode: 0o700 });
    const { uid, mode } = statSync(folder);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    if (isOurs) enableCompileCache(folder);
  } catch {
    // Installed where nothing may be written.
  }
}

/** Runs the same command under the Node that npm installed beside the program, if there is one. */
async function handOver() {
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
  const node = await findNode();
  if (node === null) {
    process.stderr.write(
      `smsctl: error: Node ${process.versions.node} is too old for the ledger's driver\n` +
        'smsctl: hint: install Node 22.14 or newer (24 is recommended), then run the same command again\n',
    );
    process.exitCode = 78;
    return;
  }
  const child = spawn(node, [...process.execArgv, process.argv[1], ...process.argv.slice(2)], {
    // The channel tells the child that this process was killed: then nothing may go on without it.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // The terminal sends SIGINT to both; the child decides what it means. SIGTERM reaches only this process.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => {
    process.stderr.write(`smsctl: error: ${node} does not start: ${error.message}\n`);
    process.exitCode = 78;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + (constants.signals[signal] ?? 0);
  });
}

/** Loads what it needs by itself: a Node that is new enough never comes here, and should not wait for it. */
async function findNode() {
  const { createRequire } = await import('node:module');
  const { dirname, join } = await import('node:path');
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return null;
  }
}
