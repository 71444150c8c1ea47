import { findProgram } from './system-program.mjs';

const PACKAGE = 'chromium';

/**
 * The path of a Chromium, installed where that needs no question; throws one sentence otherwise.
 * @returns {string}
 */
export function findChromium() {
  const given = process.env['TEST_CHROMIUM'];
  if (given) return given;
  return findProgram({
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: {
      'apt-get': PACKAGE,
      dnf: PACKAGE,
      apk: PACKAGE,
      pacman: PACKAGE,
      zypper: PACKAGE,
      brew: PACKAGE,
    },
    wanting:
      'The tests of the console need a Chromium: install one (for example `sudo apt-get install chromium` or `brew install chromium`) or name one in TEST_CHROMIUM.',
  });
}
