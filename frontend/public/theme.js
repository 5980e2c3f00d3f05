// Runs before the first paint, so that a chosen theme does not flash in after the other one.
try {
  const theme = JSON.parse(localStorage.getItem('telltale.theme') ?? '"system"');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to this page: the system's theme it is.
}
