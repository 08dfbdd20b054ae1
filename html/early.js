// Before anything is painted: that there is a script, and how dense the visitor likes the grid.
{
  const root = document.documentElement;
  root.classList.add("script");
  try {
    root.dataset.grid = localStorage.getItem("grid") ?? "";
  } catch {
    // Somebody who allows no storage gets the grid as it is meant.
  }
}
