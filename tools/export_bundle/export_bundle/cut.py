"""Where a network is cut in two: images → last convolutional map → answer."""

import difflib
from dataclasses import dataclass
from typing import Dict, List, Optional, Set, Tuple

from torch import nn
from torch.fx import Graph, GraphModule, Node
from torch.nn import functional as F

from .graph import ValueGraph, is_batch_size
from .layout import Layout, layout_of
from .refusal import Refusal

# What lies between the last map and the linear layers, and makes no map of its own.
POOLING = (
    nn.AdaptiveAvgPool2d,
    nn.AdaptiveMaxPool2d,
    nn.AvgPool2d,
    nn.Dropout,
    nn.Dropout2d,
    nn.Identity,
)
POOLING_FUNCTIONS = (F.adaptive_avg_pool2d, F.adaptive_max_pool2d, F.avg_pool2d, F.dropout)


@dataclass
class Cut:
    """name: what ends with the cut, for people; path: the module that does, if one does."""

    name: str
    path: Optional[str]
    layout: Layout
    features: GraphModule
    head: GraphModule


def cut(graph: ValueGraph, features_end: Optional[str] = None) -> Cut:
    """Cuts a network at its last map, or where it is told.

    features_end: path of a module, such as "layer4", whose output is to be the map.
    """
    layouts = maps(graph)
    waists = graph.waists()
    if features_end is None:
        node = last_map(graph, layouts, waists)
    else:
        node = asked(graph, layouts, waists, features_end)
    return split(graph, node, layouts[node])


def maps(graph: ValueGraph) -> Dict[Node, Layout]:
    """The nodes of a graph that are maps, and how each lies."""
    images = graph.values[graph.input]
    image = tuple(images.shape[2:])
    found: Dict[Node, Layout] = {}
    grids: Set[Tuple[int, int]] = set()
    for node in graph.graph.nodes:
        if node is graph.input or node is graph.output:
            continue
        layout = layout_of(graph.values[node], len(images), image, grids)
        if layout is not None:
            found[node] = layout
            if layout.order == "BCHW":
                grids.add((layout.height, layout.width))
    return found


def last_map(graph: ValueGraph, layouts: Dict[Node, Layout], waists: List[Node]) -> Node:
    """The last map that all of the output comes from, before pooling."""
    candidates = [node for node in waists if node in layouts]
    if not candidates:
        raise Refusal(
            f"{type(graph.net).__name__} makes no map [B,C,h,w] that all of its output comes from",
            "GradCAM needs a convolutional network; for images larger than the smallest, "
            "try --input-size; for one cut by yourself, --features-end MODULE",
        )
    node = candidates[-1]
    refuse_class_token(graph, layouts, waists, node)
    while is_pooling(graph, node) and node.all_input_nodes[0] in layouts:
        node = node.all_input_nodes[0]
    return node


def refuse_class_token(
    graph: ValueGraph, layouts: Dict[Node, Layout], waists: List[Node], last: Node
) -> None:
    cells = layouts[last].height * layouts[last].width
    for node in waists[waists.index(last) + 1 :]:
        shape = getattr(graph.values[node], "shape", ())
        if len(shape) == 3 and shape[1] > cells:
            raise Refusal(
                f"{type(graph.net).__name__} answers from a class token, which is no part of a map "
                f"of its {cells} patches",
                "export one that pools its patch tokens (timm: --model-args "
                '\'{"global_pool": "avg"}\'), or a convolutional network',
            )


def is_pooling(graph: ValueGraph, node: Node) -> bool:
    if node.op == "call_module":
        return isinstance(graph.net.get_submodule(node.target), POOLING)
    return node.op == "call_function" and node.target in POOLING_FUNCTIONS


def asked(graph: ValueGraph, layouts: Dict[Node, Layout], waists: List[Node], path: str) -> Node:
    """The end of a module, if the network can be cut there."""
    if path not in graph.outputs:
        names = [name for name, _ in graph.net.named_modules() if name]
        near = difflib.get_close_matches(path, names, 3) or names[:6]
        known = "is never run as a whole" if path in names else "is no module of it"
        raise Refusal(
            f"--features-end {path}: {known} ({type(graph.net).__name__})",
            "there are: " + ", ".join(near),
        )
    node = graph.outputs[path]
    if node not in layouts:
        shape = list(getattr(graph.values[node], "shape", ()))
        raise Refusal(
            f"--features-end {path}: returns {shape or 'no tensor'}, no map [B,C,h,w]",
            "name a convolutional stage before the pooling",
        )
    if node not in waists:
        raise Refusal(
            f"--features-end {path}: the output comes from other layers too, past this one",
            "name a module that all of the network passes through",
        )
    return node


def split(graph: ValueGraph, node: Node, layout: Layout) -> Cut:
    """The two halves of a network, as networks."""
    front, back = Graph(), Graph()
    made: Dict[Node, Node] = {}
    for n in ancestors(node):
        made[n] = front.node_copy(n, lambda x: made[x])
    front.output(layout.add_to_map(front, made[node]))

    given = back.placeholder("map")
    made = {node: layout.add_from_map(back, given)}
    for n in ancestors(graph.output, until=node):
        if n is node:
            continue
        if is_batch_size(n) and graph.input in ancestors(n):
            made[n] = back.call_method("size", (given, 0))
        else:
            made[n] = back.node_copy(n, lambda x: made[x])
    halves = [GraphModule(graph.net, half).eval() for half in (front, back)]
    for half in halves:
        half.graph.eliminate_dead_code()
        half.recompile()
    path = graph.path(node)
    return Cut(path or node.name, path, layout, *halves)


def ancestors(node: Node, until: Optional[Node] = None) -> List[Node]:
    """All that a node is computed from, and itself, in order.

    until: where to stop, with batch sizes, which need nothing else then.
    """
    needed: Set[Node] = set()
    waiting = [node]
    while waiting:
        n = waiting.pop()
        if n not in needed:
            needed.add(n)
            if until is None or not (n is until or is_batch_size(n)):
                waiting.extend(n.all_input_nodes)
    return [n for n in node.graph.nodes if n in needed]
