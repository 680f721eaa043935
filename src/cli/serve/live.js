// Waits for the next version of the report and shows it; shows what is wrong over the last good one.
(() => {
  const meta = document.querySelector("meta[name=ecmo-report-preview]");
  const shown = Number(meta.content);
  const place = "ecmo-report-scroll";
  const scroll = sessionStorage.getItem(place);
  if (scroll !== null) {
    sessionStorage.removeItem(place);
    addEventListener("load", () => scrollTo({ top: Number(scroll), behavior: "instant" }));
  }
  let overlay;
  const show = (text) => {
    overlay?.remove();
    overlay = undefined;
    if (!text) return;
    overlay = document.createElement("section");
    overlay.id = "ecmo-report-faults";
    overlay.setAttribute("role", "alert");
    overlay.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99999;margin:0;padding:1rem 1.5rem;background:#1d1f21;color:#f4f4f4;border-top:4px solid #d33;font:14px/1.45 ui-monospace,monospace;tab-size:4";
    const head = document.createElement("strong");
    head.textContent = "The review has an error; this is the last good report.";
    const body = document.createElement("pre");
    body.style.cssText = "white-space:pre-wrap;margin:.75rem 0 0;background:none;color:inherit;font:inherit";
    body.textContent = text;
    overlay.append(head, body);
    document.body.append(overlay);
  };
  const wait = async () => {
    let since = -1;
    for (;;) {
      try {
        const answer = await fetch(`/_live?since=${since}`, { cache: "no-store" });
        const now = await answer.json();
        if (now.page !== shown) {
          sessionStorage.setItem(place, String(scrollY));
          location.reload();
          return;
        }
        if (now.version !== since) show(now.faults);
        since = now.version;
      } catch {
        // The program has ended, or starts again: look from time to time.
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  wait();
})();
