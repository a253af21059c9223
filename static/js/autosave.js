/* Saves a child's record while somebody writes it: when they leave a field, and before a button or a link takes them on.
   Every page works without it: each part has its button. Nothing is kept in the browser.
   1 The whole form is sent; the server stores each part in which something differs from what it knows.
   2 A part that another window has changed is not saved: the page says so, and its button shows both.
   3 Without a line the page says so and stays as it is; the next leave, or the line's return, tries again.
   4 Nothing on the page moves while somebody presses on it: their press would land beside what they meant. */
(function () {
  'use strict';
  var form = document.querySelector('[data-autosave]');
  if (!form || !window.AbortController || !form.requestSubmit) { return; }
  var says = form.querySelector('[data-autosaved]');
  var wait = 10000;  // a slow line is still a line
  var isChanged = false, isSaving = false, isUnsaved = false, isLeaving = false, isOut = false, isSecondTry = false;
  var onward;  // what waits until everything is saved: the button that was pressed, or the link

  // Leaving a field saves it, and the press that left it may still be going on when the answer comes.
  var isPressing = false, unshown = [];

  function unmoved(show) { if (isPressing) { unshown.push(show); } else { show(); } }

  function released() {
    isPressing = false;
    unshown.splice(0).forEach(function (show) { show(); });
  }

  document.addEventListener('pointerdown', function () { isPressing = true; });
  ['pointerup', 'pointercancel'].forEach(function (end) {
    window.addEventListener(end, function () { setTimeout(released); });  // after the click that it makes
  });

  function tell(words, isGood) {
    says.textContent = words;
    says.classList.toggle('autosaved--not', !isGood);
  }

  function each(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }

  function field(name) { return form.querySelector('[name="' + name + '"]'); }

  function drawn(icon) { return document.querySelector('[data-icon="' + icon + '"]').content.cloneNode(true); }

  // What is still to do, as it is now: in each part, in the list of parts, at the end.
  function showToDo(toDo) {
    each('[data-to-do]', function (list) {
      list.textContent = '';
      toDo.forEach(function (thing) {
        if (thing[0] !== list.getAttribute('data-to-do')) { return; }
        var item = document.createElement('li'), words = document.createElement('span');
        words.textContent = thing[1];
        item.append(drawn('circle'), words);
        list.append(item);
      });
    });
    each('[data-count]', function (link) {
      var count = toDo.filter(function (thing) { return thing[0] === link.getAttribute('data-count'); }).length;
      link.querySelector('svg').replaceWith(drawn(count ? 'circle' : 'tick'));
      link.querySelector('span').textContent = count ? count + ' to do' : 'Done';
    });
    each('[data-left]', function (left) {
      left.textContent = toDo.length ? toDo.length + ' still to do' : 'Complete';
    });
  }

  function goOn() {
    var where = onward;
    onward = null;
    isLeaving = true;
    if (where && where.href) { location.assign(where.href); } else { form.requestSubmit(where); }
  }

  // A button shows what is wrong where it stands; a link would leave it behind.
  function mayGoOn(isSaved) { return onward !== undefined && onward !== null && (isSaved || !onward.href); }

  function answered(found) {
    isSaving = false;
    Object.keys(found.seen).forEach(function (part) { field(part + '-seen').value = found.seen[part]; });
    if (found.token) {  // the page was open for long: with a new token it counts
      field('csrf_token').value = found.token;
      isChanged = true;
      if (!isSecondTry) { isSecondTry = true; save(); return; }
    }
    isSecondTry = false;
    isUnsaved = !found.is_saved;
    unmoved(function () {
      if (found.to_do) { showToDo(found.to_do); }
      tell(found.says, found.is_saved);
    });
    if (isChanged && found.is_saved && onward && onward.href) { save(); return; }  // typed meanwhile
    if (mayGoOn(found.is_saved)) { goOn(); return; }
    onward = null;
    if (isChanged && !found.token) { save(); }
  }

  function failed(why) {
    isSaving = false;
    isChanged = isUnsaved = true;
    if (why === 'out') {
      isOut = true;  // the button shows the way in, and what was typed waits there
      tell(says.getAttribute('data-out'), false);
      if (mayGoOn(false)) { goOn(); }
      return;
    }
    onward = null;
    tell(says.getAttribute('data-unreached'), false);
  }

  function save() {
    if (isSaving || !isChanged || isOut) { return; }
    var asked = new AbortController(), stop = setTimeout(function () { asked.abort(); }, wait);
    isSaving = true;
    isChanged = false;
    fetch(form.action, {
      method: 'POST', body: new URLSearchParams(new FormData(form)), headers: {Accept: 'application/json'},
      redirect: 'manual', signal: asked.signal
    }).then(function (response) {
      if (response.type === 'opaqueredirect' || response.status === 403) { throw 'out'; }
      return response.json();
    }).then(answered).catch(failed).then(function () { clearTimeout(stop); });
  }

  form.addEventListener('input', function () { isChanged = isUnsaved = true; });
  form.addEventListener('focusout', function (event) {
    var next = event.relatedTarget;
    // Within one question the answer is still being chosen; a button saves on its own.
    if (next && ((next.type === 'submit' && next.form === form) || (next.name && next.name === event.target.name))) { return; }
    save();
  });
  form.addEventListener('submit', function (event) {
    if (isLeaving || isOut || (!isSaving && !isChanged)) { isLeaving = true; return; }
    event.preventDefault();
    if (onward) { return; }
    onward = event.submitter;
    save();
  });
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]');
    var isHere = link && link.pathname === location.pathname && link.hash;
    if (!link || isHere || isOut || event.ctrlKey || event.metaKey || event.shiftKey || (!isSaving && !isChanged)) { return; }
    event.preventDefault();
    onward = link;
    save();
  });
  // What is folded is printed too. Newer browsers do that by the style sheet.
  window.addEventListener('beforeprint', function () {
    each('details:not([open])', function (fold) { fold.open = fold.wasFolded = true; });
  });
  window.addEventListener('afterprint', function () {
    each('details', function (fold) { if (fold.wasFolded) { fold.open = fold.wasFolded = false; } });
  });
  document.addEventListener('visibilitychange', function () { if (document.hidden) { save(); } });
  window.addEventListener('online', save);
  window.addEventListener('pageshow', function () { isLeaving = false; });
  window.addEventListener('beforeunload', function (event) {
    if (isUnsaved && !isLeaving) { event.preventDefault(); event.returnValue = ''; }
  });
}());
