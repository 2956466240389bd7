// In the browser: parse a GEXF text, show it, say how many nodes and edges were read.
import Graph from "graphology";
import gexf from "graphology-gexf/browser";
import Sigma from "SIGMA";

window.show = (text) => {
  const graph = gexf.parse(Graph, text);
  const box = document.createElement("div");
  box.style.cssText = "width:600px;height:400px";
  document.body.replaceChildren(box);
  const sigma = new Sigma(graph, box);
  sigma.refresh();
  const read = [graph.order, graph.size];
  sigma.kill();
  return read;
};
