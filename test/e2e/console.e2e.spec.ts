import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually, register, type SignedIn } from '../support/app.js';
import {
  accessibilityFaults,
  fitsTheWindow,
  openPage,
  startBrowser,
  takeScreenshot,
  type Theme,
  type WatchedPage,
} from './console/browser.js';
import { ADMIN, startTwoInstances, type TwoInstances } from './console/two-instances.js';

const HOSTILE = '<img src=x onerror="document.title=1">';
const INSTALL_AND_START_MS = 400_000;
const PHONE = { width: 390, height: 844 };

let instances: TwoInstances;
let browser: Browser;
let user: SignedIn;
let id: string;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  instances = await startTwoInstances();
  user = await register(instances.one.url);
  const { body } = await user.http.post('/api/v2/assessments').send({ title: HOSTILE }).expect(201);
  id = String((body as { id: unknown }).id);
  watched = await openPage(browser, instances.one.url);
  page = watched.page;
}, INSTALL_AND_START_MS);

afterAll(async () => {
  await browser?.close();
  await instances?.stop();
});

async function logIn(at: Page, email: string, password: string): Promise<void> {
  await at.getByLabel('E-mail address').fill(email);
  await at.getByLabel('Password').fill(password);
  await at.getByRole('button', { name: 'Log in' }).click();
}

/** Reads through both instances, and a write now and then, until the condition holds. */
async function whileRequestsRun(holds: () => Promise<boolean>): Promise<void> {
  let turn = 0;
  await eventually(
    async () => {
      for (const { url } of [instances.one, instances.two]) {
        const headers = { authorization: `Bearer ${user.accessToken}` };
        await Promise.all(
          Array.from({ length: 10 }, () => fetch(`${url}/api/v2/assessments/${id}`, { headers })),
        );
      }
      if (turn++ % 10 === 0) {
        await user.http
          .put(`/api/v2/assessments/${id}`)
          .send({ title: `${HOSTILE} ${turn}` })
          .expect(200);
      }
      return holds();
    },
    { everyMs: 50 },
  );
}

const section = (name: string) => page.locator(`#${name}`);
const instanceCard = (name: string) => page.locator(`[data-instance="${name}"]`);

describe('the console', () => {
  it('asks who one is, and says so where that is wrong', async () => {
    await page.goto('/console');
    expect(await accessibilityFaults(page)).toEqual([]);
    await logIn(page, ADMIN.email, 'not the password');
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
  });

  it('refuses an ordinary user with a sentence', async () => {
    await logIn(page, user.email, user.password);
    await page.getByRole('alert').filter({ hasText: 'for administrators' }).waitFor();
    expect(await section('instances').count()).toBe(0);
  });

  it('lets an administrator in by the keyboard alone', async () => {
    await page.goto('/console');
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(ADMIN.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Instances', level: 2 }).first().waitFor();
    await page.locator('#link[data-state="live"]').waitFor();
  });

  it('shows both instances and how they are', async () => {
    for (const name of ['one', 'two']) await instanceCard(name).filter({ hasText: 'well' }).waitFor();
    await eventually(async () =>
      /Lease\s+held[\s\S]*Circuit\s+closed[\s\S]*Mode\s+available/.test(
        await instanceCard('two').innerText(),
      ),
    );
  });

  it('moves its numbers while requests run', async () => {
    const reads = page.locator('.tile').filter({ hasText: 'Reads per second' }).locator('.figure');
    const seen = new Set<string>();
    await whileRequestsRun(async () => {
      seen.add(await reads.innerText());
      return seen.size >= 4;
    });
    expect([...seen].some((text) => Number.parseFloat(text.replace(',', '')) > 0)).toBe(true);
    await whileRequestsRun(async () => /[1-9][\d,]* hits/.test(await section('latency').innerText()));
    await whileRequestsRun(async () => (await section('writes').innerText()).includes(`assessment:${id}`));
    expect(await section('writes').innerText()).toMatch(
      /begin [\d.,]+ \S+ · write [\d.,]+ \S+ · commit [\d.,]+ \S+/,
    );
  });

  it('explains a path, and purges its scope after a confirmation only', async () => {
    await whileRequestsRun(async () => {
      await page.getByLabel('A key or a path').fill(`/api/v2/assessments/${id}`);
      await page.getByRole('button', { name: 'Explain' }).click();
      return (await section('explain').innerText()).includes('The next read here: L1 memory.');
    });
    expect(await section('explain').innerText()).toContain(user.userId);
    await page.getByRole('button', { name: 'Purge this scope…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Purge this scope?' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await section('explain').getByText('The next read here: L1 memory.').waitFor();
    await page.getByRole('button', { name: 'Purge this scope…' }).click();
    await dialog.getByRole('button', { name: 'Purge', exact: true }).click();
    await section('explain').getByText('The next read here: Database.').waitFor();
    await section('writes').getByText('cache.purged').waitFor();
  });

  it('draws the way of a request through the tiers', async () => {
    const send = async (): Promise<void> => {
      await page.getByLabel('A path', { exact: true }).fill(`/api/v2/assessments/${id}`);
      await page.getByRole('button', { name: 'Send' }).click();
    };
    await send();
    await section('try').locator('.station.database.answered').waitFor();
    await eventually(async () => {
      await send();
      return (await section('try').locator('.station.l1.answered').count()) === 1;
    });
  });

  it('shows the switches with the variables’ names', async () => {
    const row = section('switches').getByRole('row').filter({ hasText: 'CACHE_LEASE_MS' });
    expect(await row.innerText()).toMatch(/CACHE_LEASE_MS\s+6000/);
    expect(await section('switches').innerText()).not.toContain('one secret for both');
  });

  it('shows a hostile text as text, of whatever length and script', async () => {
    for (const text of [
      `manager:${HOSTILE}`,
      `manager:${'م'.repeat(200)}`,
      `manager:${'\u202e'}abc`,
      HOSTILE.repeat(5),
    ]) {
      await page.getByLabel('A key or a path').fill(text);
      await page.getByRole('button', { name: 'Explain' }).click();
      const shown = text.startsWith('manager:')
        ? section('explain').getByText(text)
        : section('explain').locator('.problem');
      await shown.first().waitFor();
    }
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.title()).toBe('InfraMind console');
    expect(await fitsTheWindow(page)).toBe(true);
  });

  it.each(['light', 'dark'] as const)(
    'is for everybody in its %s theme, wide and on a phone',
    async (theme: Theme) => {
      await page.getByLabel('A key or a path').fill(`/api/v2/assessments/${id}`);
      await page.getByRole('button', { name: 'Explain' }).click();
      await section('explain').getByText('The next read here').waitFor();
      await page.getByLabel('Theme').selectOption(theme);
      for (const [name, size] of [
        ['wide', { width: 1360, height: 900 }],
        ['phone', PHONE],
      ] as const) {
        await page.setViewportSize(size);
        await eventually(() => fitsTheWindow(page));
        expect(await accessibilityFaults(page)).toEqual([]);
        await takeScreenshot(page, `${theme}-${name}`);
      }
      await page.setViewportSize({ width: 1360, height: 900 });
    },
  );

  it('lets the sample administrator in with one click, in a theme that the system has chosen', async () => {
    const other = await openPage(browser, instances.one.url, { colorScheme: 'dark' });
    await other.page.goto('/console');
    await takeScreenshot(other.page, 'login-dark');
    expect(await accessibilityFaults(other.page)).toEqual([]);
    await other.page.getByRole('button', { name: 'Enter as the sample administrator' }).click();
    await other.page.locator('#link[data-state="live"]').waitFor();
    expect(other.faults).toEqual([]);
    await other.close();
  });

  it('goes on after a reload, and forgets who one was after the log-out', async () => {
    await page.reload();
    await page.locator('#link[data-state="live"]').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await logIn(page, ADMIN.email, ADMIN.password);
    await page.locator('#link[data-state="live"]').waitFor();
  });

  it('shows that an instance was killed, also on a page that was its own', async () => {
    const other = await openPage(browser, instances.two.url);
    await other.page.goto('/console');
    await logIn(other.page, ADMIN.email, ADMIN.password);
    const its = other.page.locator('[data-instance="two"]');
    await its.filter({ hasText: 'well' }).waitFor();
    await instanceCard('two').filter({ hasText: 'well' }).waitFor();
    await instances.two.stop('SIGKILL');
    await its.filter({ hasText: 'no news' }).waitFor();
    await other.page.getByLabel('A key or a path').fill(`assessment:${id}:details`);
    await other.page.getByRole('button', { name: 'Explain' }).click();
    await other.page.getByText('The service does not answer.').waitFor();
    expect(await accessibilityFaults(other.page)).toEqual([]);
    await other.close();
    await instanceCard('two').filter({ hasText: 'gone, silent for' }).waitFor();
    await page.locator('.tile.bad').filter({ hasText: '1 up' }).waitFor();
    await takeScreenshot(page, 'gone');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('had no error in the browser, and asked nobody else for anything', () => {
    expect(watched.faults).toEqual([]);
  });
});
