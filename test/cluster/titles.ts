import type { History } from './history.js';
import { FIRST_TITLE } from './make-cast.js';

/** What is read was written: a revision has one title, and that title is one that somebody wrote and that may stand there. */
export function judgeTitles(history: History): string[] {
  const found: string[] = [];
  const writers = new Map(history.writes.map((write) => [`${write.document} ${write.title}`, write]));
  const titles = new Map<string, string>();
  for (const { outcome, document, revision, title } of history.writes)
    if (outcome === 'acknowledged') titles.set(`${document} ${revision}`, title);
  for (const { outcome, document, revision, title } of history.reads) {
    if (outcome !== 'answered') continue;
    const name = `${document} ${revision}`;
    const known = titles.get(name);
    if (known === undefined) titles.set(name, title);
    else if (known !== title) found.push(`revision ${name} was read as "${title}" and as "${known}"`);
    const writer = writers.get(`${document} ${title}`);
    if (writer === undefined && title !== FIRST_TITLE) found.push(`"${title}" was read and never written`);
    else if (writer?.outcome === 'refused')
      found.push(`"${title}" was read, and its writer had heard that nothing was written`);
  }
  return [...new Set(found)];
}
