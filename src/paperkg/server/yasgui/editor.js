"use strict";
// The query editor: Yasgui on this server's endpoint, with the cookbook to choose from. It calls no other host.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const endpoint = window.location.origin + window.location.pathname;
  const declared = (name) => `PREFIX ${name}: <${data.prefixes[name]}>`;

  // The other completers of Yasgui ask services on the web.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.value = [declared("pkg"), declared("skos"), "",
    "SELECT ?name ?papers WHERE {", "  ?entity a pkg:Method ; skos:prefLabel ?name ; pkg:paperCount ?papers .",
    "}", "ORDER BY DESC(?papers)", "LIMIT 20"].join("\n");

  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint: endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint: endpoint }] },
    persistenceId: null,
  });

  const choice = document.getElementById("cookbook");
  const question = document.getElementById("question");
  const parameters = document.getElementById("parameters");
  let ours = null; // the query that was last put there, which may be replaced; what is typed may not

  function ask(query) {
    const tab = yasgui.getTab();
    const free = tab && [ours, Yasgui.Yasqe.defaults.value].includes(tab.getQuery());
    const target = free ? tab : yasgui.addTab(true);
    ours = query;
    target.setQuery(query);
    target.query();
  }

  const literal = (text) => JSON.stringify(text);

  function choose(example) {
    question.textContent = example.question;
    const inputs = example.parameters.map(({ name, kind, default: value }) => {
      const input = document.createElement("input");
      input.value = value;
      input.addEventListener("change", fill);
      const label = document.createElement("label");
      label.append(`${name} (${kind.toLowerCase()}) `, input, " ");
      return { name, value, input, label };
    });
    function fill() {
      ask(inputs.reduce((query, { name, value, input }) =>
        query.replace(`VALUES ?${name} { ${literal(value)} }`, () => `VALUES ?${name} { ${literal(input.value.trim() || value)} }`), example.sparql));
    }
    parameters.replaceChildren(...inputs.map(({ label }) => label));
    fill();
  }

  choice.add(new Option("choose a question", ""));
  data.examples.forEach((example, number) => choice.add(new Option(example.title, String(number))));
  choice.addEventListener("change", () => {
    const example = data.examples[Number(choice.value)];
    if (choice.value !== "" && example) choose(example);
  });

  const given = new URLSearchParams(location.hash.slice(1)).get("query");
  if (given) ask(given);

  // Values as they are, without quotes and types; things of this graph lead to their pages here.
  new MutationObserver(() => {
    for (const cell of document.querySelectorAll(".yasr_results td .nonIri:not([data-plain])")) {
      cell.dataset.plain = "";
      cell.querySelectorAll("sup").forEach((type) => type.remove());
      cell.textContent = cell.textContent.replace(/^"|"$/g, "");
    }
    for (const link of document.querySelectorAll(".yasr_results a[href]")) {
      const href = link.getAttribute("href");
      if (href.startsWith(data.base)) link.setAttribute("href", `/${href.slice(data.base.length)}`);
    }
  }).observe(document.getElementById("yasgui"), { childList: true, subtree: true });
})();
