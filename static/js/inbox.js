/* Keys for whoever works in the inbox all day. Every page works without them.
   j goes to the next one and k to the one before, only while the focus is in the list, or in the links to the next and
   the previous one: anywhere else a letter is only a letter (WCAG 2.2, 2.1.4). */
(function () {
  'use strict';
  var around = '#next-and-previous';

  function step(list, by) {
    var links = Array.prototype.slice.call(list.querySelectorAll('[data-step]'));
    var row = document.activeElement.closest('li');
    var next = links[links.indexOf(row && row.querySelector('[data-step]')) + by];
    if (next) { next.focus(); }
  }

  document.addEventListener('keydown', function (event) {
    var here = event.target.closest && event.target.closest('[data-keys]');
    if (!here || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    if (event.key !== 'j' && event.key !== 'k') { return; }
    event.preventDefault();
    if (here.getAttribute('data-keys') === 'list') { step(here, event.key === 'j' ? 1 : -1); return; }
    var link = here.querySelector('[data-key="' + event.key + '"]');
    if (link) { location.assign(link.href + around); }
  });

  // Whoever came by a key goes on by a key.
  var nav = location.hash === around && document.querySelector(around);
  if (nav) { nav.focus(); }

  Array.prototype.forEach.call(document.querySelectorAll('[data-keys-hint]'), function (hint) { hint.hidden = false; });
}());
