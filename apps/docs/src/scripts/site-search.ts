interface SearchHit {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

interface SearchIndex {
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<SearchHit> }[] } | null>;
}

/** The search dialog; nothing of the index is fetched before it is opened. */
class SiteSearch extends HTMLElement {
  private index: Promise<SearchIndex> | undefined;

  connectedCallback(): void {
    const button = this.querySelector<HTMLButtonElement>(".open")!;
    const dialog = this.querySelector("dialog")!;
    const input = this.querySelector("input")!;
    button.disabled = false;
    const open = (): void => {
      this.index ??= import(/* @vite-ignore */ new URL("/pagefind/pagefind.js", location.origin).href);
      dialog.showModal();
      input.select();
    };
    button.addEventListener("click", open);
    this.querySelector(".close")!.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || (event.target as Element).closest("a") !== null) dialog.close();
    });
    input.addEventListener("input", () => void this.search(input.value));
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (dialog.open) dialog.close();
        else open();
      }
    });
  }

  private async search(query: string): Promise<void> {
    const status = this.querySelector(".status")!;
    const list = this.querySelector(".results")!;
    if (query.trim() === "") {
      status.textContent = "";
      list.replaceChildren();
      return;
    }
    const index = await this.index?.catch(() => undefined);
    if (index === undefined) {
      status.textContent = "The search index is built with the site; it is not there while developing.";
      return;
    }
    const found = await index.debouncedSearch(query);
    if (found === null) return;
    const hits = await Promise.all(found.results.slice(0, 8).map((result) => result.data()));
    status.textContent = hits.length === 0 ? `Nothing found for “${query}”` : "";
    list.replaceChildren(...hits.map(entry));
  }
}

function entry(hit: SearchHit): HTMLElement {
  const best = hit.sub_results[0];
  const link = document.createElement("a");
  link.href = best?.url ?? hit.url;
  const title = document.createElement("strong");
  const page = hit.meta.title ?? hit.url;
  title.textContent = best !== undefined && best.title !== page ? `${page} · ${best.title}` : page;
  const excerpt = document.createElement("span");
  excerpt.className = "excerpt";
  // the excerpt comes from the site's own index, escaped by pagefind, with <mark> around the words
  excerpt.innerHTML = best?.excerpt ?? hit.excerpt;
  link.append(title, excerpt);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

customElements.define("site-search", SiteSearch);
