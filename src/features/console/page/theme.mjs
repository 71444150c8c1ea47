// Before the first paint: a chosen theme must not flash over to the system's.
{
  const root = document.documentElement;
  /** @param {string | null} theme */
  const choose = (theme) => {
    if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
    else delete root.dataset['theme'];
  };
  choose(localStorage.getItem('inframind.theme'));
  addEventListener('DOMContentLoaded', () => {
    const select = /** @type {HTMLSelectElement} */ (document.getElementById('theme')); // stands in the page
    select.value = root.dataset['theme'] ?? '';
    select.addEventListener('change', () => {
      localStorage.setItem('inframind.theme', select.value);
      choose(select.value);
      dispatchEvent(new Event('themechange'));
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      dispatchEvent(new Event('themechange'));
    });
  });
}
