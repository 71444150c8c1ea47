/** Which part of a list: the first page is 1. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
}

/** The items of one page, and how many the whole list has. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}
