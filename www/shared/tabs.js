/**
 * Makes the buttons of a `role="tablist"` switch the panels they control.
 * The open tab stands in the address (`#name`), so a reload keeps it.
 */
export function tabs(list, onOpen = () => {}) {
  const all = [...list.querySelectorAll('[role="tab"]')];
  const nameOf = (tab) => tab.getAttribute('aria-controls');

  function open(tab) {
    for (const one of all) {
      const chosen = one === tab;
      one.setAttribute('aria-selected', chosen);
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(nameOf(one)).hidden = !chosen;
    }
    onOpen(nameOf(tab));
  }

  function choose(tab) {
    history.replaceState(null, '', `#${nameOf(tab)}`);
    open(tab);
    tab.focus();
  }

  list.addEventListener('click', (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) choose(tab);
  });
  list.addEventListener('keydown', (event) => {
    const next = neighbour(all, event);
    if (!next) return;
    event.preventDefault();
    choose(next);
  });
  open(all.find((tab) => `#${nameOf(tab)}` === location.hash) ?? all[0]);
}

function neighbour(all, { key, target }) {
  const at = all.indexOf(target.closest('[role="tab"]'));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[key];
  return to === undefined ? undefined : all.at(to % all.length);
}
