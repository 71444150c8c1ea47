import { describe, expect, it } from '@jest/globals';
import { loadCatalogue } from './catalogue.js';

describe('the catalogue', () => {
  it('is made once', () => {
    expect(loadCatalogue()).toBe(loadCatalogue());
  });
});
