// `npm ci`, but only when the lock file is newer than what is installed: a build that changed no
// dependency then works without a registry, and in a second.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const modified = (path) => {
  try {
    return statSync(new URL(`../${path}`, import.meta.url)).mtimeMs;
  } catch {
    return 0;
  }
};

if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) {
  console.log('node_modules is up to date');
} else {
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`npm could not be run: ${error.message}. Install Node.js 20 or newer.`);
  process.exit(status ?? 1);
}
