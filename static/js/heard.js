/* The script of every page. Each works without it.
   1 Hide page: blank the screen, end the session, swap this page for a neutral one.
   2 Shift three times does the same, from a keyboard.
   3 Never show a page the browser kept for Back.
   4 Move to the error summary when there is one.
   5 Before what somebody wrote is sent, see that there is a line: with none, the page and their words stay.
   6 Somebody goes to another page of ours, back or on: what they typed is held for them.
   7 Read the page aloud, with a voice that is on the device; never what somebody typed.
   8 Ask the browser for a passkey, and send its answer. */
(function () {
  'use strict';
  var root = document.documentElement;
  var links = document.querySelectorAll('[data-exit]');
  var spoken = document.querySelector('[data-press]');
  var leaving = false, alone = false, presses = 0, timer;
  var voices = window.speechSynthesis, aloud = document.querySelector('[data-aloud]'), reading = [];
  var tabs = window.BroadcastChannel && links.length && new BroadcastChannel('exit');

  function leave() {
    var end = links[0].href, away = links[0].getAttribute('data-exit');
    if (leaving) { return; }
    leaving = true;
    root.classList.add('gone');
    if (voices) { voices.cancel(); }
    if (tabs) { tabs.postMessage(0); }  // every tab that shows something of ours goes with it
    document.title = away.split('/')[2];
    document.body.textContent = '';  // nothing typed stays in a page the browser may keep
    // When the session cannot be ended from here, go by the address that ends it and then sends people on.
    location.replace(navigator.sendBeacon && navigator.sendBeacon(end) ? away : end);
  }

  function say(name) {
    if (spoken) { spoken.textContent = name ? spoken.getAttribute(name) : ''; }
  }

  function restart(name) {
    clearTimeout(timer);
    if (presses) { say(name); }
    presses = 0;
  }

  if (links.length) {
    Array.prototype.forEach.call(links, function (link) {
      link.addEventListener('click', function (event) { event.preventDefault(); leave(); });
    });
    if (tabs) { tabs.onmessage = leave; }

    // Shift counts only when pressed and let go on its own: typing a capital letter is not a press.
    document.addEventListener('keydown', function (event) {
      if (event.key !== 'Shift') { alone = false; restart(); }
      else if (!event.repeat) { alone = !event.ctrlKey && !event.altKey && !event.metaKey; }
    }, true);
    document.addEventListener('mousedown', function () { alone = false; restart(); }, true);
    document.addEventListener('keyup', function (event) {
      if (event.key !== 'Shift' || !alone) { return; }
      alone = false;
      clearTimeout(timer);
      presses += 1;
      if (presses === 3) { leave(); return; }
      say(presses === 1 ? 'data-press' : 'data-press-again');
      timer = setTimeout(restart, 5000, 'data-press-over');
    }, true);

    // Browsers may keep even no-store pages for Back: blank on the way out, ask the server again on the way in.
    // A reloaded page is never "persisted", so this cannot go round in circles.
    window.addEventListener('pagehide', function () { root.classList.add('gone'); });
    window.addEventListener('pageshow', function (event) {
      if (event.persisted) { location.reload(); } else if (!leaving) { root.classList.remove('gone'); }
    });
  }

  // What is on the page, block by block: not boxes, not bubbles, nothing hidden.
  function texts() {
    var found = [], block, node;
    var walker = document.createTreeWalker(document.getElementById('main'), 5, function (part) {
      if (part.nodeType === 3) { return part.data.trim() ? 1 : 3; }
      if (part === aloud || part.matches('textarea, select, svg, .vh, .back, .bubble, [translate="no"]')) { return 2; }
      return (part.checkVisibility ? part.checkVisibility() : part.getClientRects().length) ? 3 : 2;
    });
    while ((node = walker.nextNode())) {
      var around = node.parentNode.closest('.btn, .textbtn, .call, p, li, h1, h2, h3, legend, label, button, dt, dd, summary, div');
      found.push((around === block ? found.pop() + ' ' : '') + node.data);
      block = around;
    }
    return found;
  }

  function own(voice) {
    return voice.localService && voice.lang.slice(0, 2).toLowerCase() === root.lang.slice(0, 2).toLowerCase();
  }

  function hush() {
    if (!reading.length) { return; }
    reading = [];
    voices.cancel();
    aloud.lastChild.textContent = aloud.getAttribute('data-aloud');
  }

  function read() {
    var usable = voices.getVoices().filter(own);
    var voice = usable.filter(function (one) { return one.lang.replace('_', '-') === root.lang; })[0] || usable[0];
    if (reading.length) { hush(); return; }
    voices.cancel();
    aloud.lastChild.textContent = aloud.getAttribute('data-aloud-stop');
    reading = texts().map(function (text) {
      var said = new SpeechSynthesisUtterance(text);
      said.voice = voice;
      said.lang = voice.lang;
      // Of what was stopped before, the end may be told only now: that is not the end of this.
      said.onend = said.onerror = function () { if (said === reading[reading.length - 1]) { hush(); } };
      return said;
    });
    reading.forEach(function (said) { voices.speak(said); });
  }

  function offer() { aloud.hidden = !voices.getVoices().some(own); }

  if (aloud && voices) {
    offer();
    voices.onvoiceschanged = offer;
    aloud.addEventListener('click', read);
    window.addEventListener('pagehide', hush);
    document.addEventListener('visibilitychange', function () { if (document.hidden) { hush(); } });
  }

  var summary = document.querySelector('[data-focus]');
  if (summary) { summary.focus(); }

  // A browser that cannot reach us shows a page of its own, and Back from there would not bring back what was typed.
  var noLine = document.querySelector('[data-no-line]');
  var wait = 10000;  // a slow line is still a line

  Array.prototype.forEach.call(document.querySelectorAll('form'), function (form) {
    var isAsking = false, isThere = false, pressed;
    if (!noLine || !form.querySelector('textarea, [name="once"], [name="words"]') || !form.requestSubmit || !window.AbortController) { return; }
    form.addEventListener('submit', function (event) {
      if (isThere) { return; }
      event.preventDefault();
      if (isAsking) { return; }
      isAsking = true;
      pressed = event.submitter;
      var asked = new AbortController(), stop = setTimeout(function () { asked.abort(); }, wait);
      fetch(noLine.getAttribute('data-no-line'), {method: 'HEAD', cache: 'no-store', signal: asked.signal})
        .then(function () {
          isThere = true;
          noLine.hidden = true;
          form.requestSubmit(pressed);
        })
        .catch(function () { noLine.hidden = false; })
        .then(function () { clearTimeout(stop); isAsking = isThere = false; });
    });
  });

  function typed(box) {
    return /radio|checkbox/.test(box.type) ? box.checked !== box.defaultChecked
      : 'defaultValue' in box && box.type !== 'hidden' && box.value !== box.defaultValue;
  }

  // Only where the page says so: any other would take it for a form that was sent.
  // Not when they hide the page, close it, or go elsewhere: then nothing is held that they did not send on.
  var page = document.querySelector('[data-holds]') && document.querySelector('main form[method="post"]');
  if (page && window.navigation) {
    navigation.addEventListener('navigate', function (event) {
      var to = new URL(event.destination.url), isOurs = to.origin === location.origin && to.pathname !== '/exit';
      // A page that the browser kept for Back is old: what stands in it is not put over what came after.
      if (leaving || root.classList.contains('gone') || event.formData || event.hashChange || !isOurs
          || !Array.prototype.some.call(page.elements, typed)) { return; }
      if (!navigator.onLine && event.cancelable) {  // a link of ours: the page stays, and their words in it
        event.preventDefault();
        noLine.hidden = false;
        return;
      }
      var held = new URLSearchParams(new FormData(page));
      held.set('held', 'yes');
      if (!navigator.sendBeacon(page.action, held)) {  // too much at once: the server has the earlier answers as well
        held.delete('earlier');
        navigator.sendBeacon(page.action, held);
      }
    });
  }

  var field = document.querySelector('[data-passkey]'), keys = window.PublicKeyCredential;

  function show(name, is) { field.form.querySelector('[data-' + name + ']').hidden = !is; }

  if (field && keys && keys.parseCreationOptionsFromJSON) {
    show('without', false);
    show('with', true);
    field.form.addEventListener('submit', function (event) {
      var kind = field.getAttribute('data-passkey');
      event.preventDefault();
      show('trouble', false);
      navigator.credentials[kind]({
        publicKey: keys[kind === 'get' ? 'parseRequestOptionsFromJSON' : 'parseCreationOptionsFromJSON'](
          JSON.parse(field.getAttribute('data-options')))
      }).then(function (passkey) {
        field.value = JSON.stringify(passkey);
        field.form.submit();
      }).catch(function () { show('trouble', true); });
    });
  }
}());
