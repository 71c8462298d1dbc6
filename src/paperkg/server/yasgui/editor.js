"use strict";
// The query editor: Yasgui on this server's endpoint, with the cookbook to choose from. It calls no other host.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const endpoint = new URL("/sparql", window.location.href).href;
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
  choice.add(new Option("choose a question", ""));
  data.examples.forEach((example, number) => choice.add(new Option(example.title, String(number))));
  choice.addEventListener("change", () => {
    const example = data.examples[Number(choice.value)];
    if (choice.value === "" || !example) return;
    question.textContent = example.question;
    const tab = yasgui.getTab() || yasgui.addTab(true);
    tab.setQuery(example.query);
    tab.query();
  });
})();
