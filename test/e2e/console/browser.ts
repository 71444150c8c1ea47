import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../support/chromium.mjs';

/** Where the screenshots lie after the run, to be looked at. */
const ARTEFACTS = process.env['TEST_ARTEFACTS'] ?? join(tmpdir(), 'inframind-screenshots');

export type Theme = 'light' | 'dark';

/** A page that is watched: whatever goes wrong in it is remembered. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the browser's console, uncaught ones, refusals by the policy, and what was asked of other hosts. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() });
}

export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<WatchedPage> {
  const context: BrowserContext = await browser.newContext({ baseURL: url, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    // That a request was refused the browser tells by itself; the page tells it to people.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) faults.push(`asked another host: ${request.url()}`);
  });
  await page.addInitScript({ content: TELL_REFUSALS });
  return { page, faults, close: () => context.close() };
}

const TELL_REFUSALS = `document.addEventListener('securitypolicyviolation', (event) => {
  console.error('refused by the policy: ' + event.violatedDirective + ' ' + event.sample);
});`;

/** What axe finds wrong, as sentences. The page's policy holds meanwhile. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResult; // axe's own result
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`,
  );
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Whether all of the page can be read without scrolling to the side. */
export async function fitsTheWindow(page: Page): Promise<boolean> {
  return (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) === true;
}

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.evaluate('scrollTo(0, 0)'); // the header stands where the page begins
  await page.screenshot({ path: join(ARTEFACTS, `console-${name}.png`), fullPage: true });
}
