"""A network as a graph of its operations, with the value of each on example images."""

import operator
from typing import Any, Dict, List, Optional, Set

import torch
from torch import Tensor, nn
from torch.fx import Graph, Node, Proxy, Tracer
from torch.fx.node import map_arg
from torch.fx.proxy import Attribute

from .refusal import Refusal, one_line

IN_PLACE = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.itruediv: operator.truediv,
}


class ValueTracer(Tracer):
    """Traces a network while computing it, so that questions about shapes have answers.

    A module whose code asks for its mode (`self.training`) stays one node: its behaviour in
    training survives. So does one that cannot be followed; scripting it may still work.
    """

    def __init__(self, images: Tensor, whole: Set[str]):
        super().__init__()
        self.images = images
        self.whole = whole
        self.values: Dict[Node, Any] = {}
        self.outputs: Dict[str, Node] = {}
        self.failed: Optional[str] = None
        self.computing = False

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return (
            super().is_leaf_module(m, module_qualified_name)
            or module_qualified_name in self.whole
            or asks_for_mode(m)
        )

    def getattr(self, attr, attr_val, parameter_proxy_cache):
        if self.computing:
            return attr_val
        return super().getattr(attr, attr_val, parameter_proxy_cache)

    def call_module(self, m, forward, args, kwargs):
        if self.computing:
            return forward(*args, **kwargs)
        path = self.path_of_module(m)
        try:
            result = super().call_module(m, forward, args, kwargs)
        except Exception:
            # Set by the innermost module only: the exception passes through the outer ones later.
            self.failed = self.failed or path
            raise
        if isinstance(result, Proxy):
            self.outputs[path] = result.node
        return result

    def create_node(self, kind, *rest, **named):
        node = super().create_node(kind, *rest, **named)
        if kind != "output":
            # Modules are called for their values here, not to be traced.
            self.computing = True
            try:
                self.values[node] = self.value(node)
            finally:
                self.computing = False
        return node

    def to_bool(self, obj: Proxy) -> bool:
        value = self.values[obj.node]
        if isinstance(value, Tensor):
            raise DynamicControlFlow("decides by values of its images")
        return bool(value)

    def proxy(self, node: Node) -> Proxy:
        return ValueProxy(node, self)

    def value(self, node: Node) -> Any:
        args, kwargs = map_arg((node.args, node.kwargs), lambda n: self.values[n])
        if node.op == "placeholder":
            return self.images if not self.values else (node.args[0] if node.args else None)
        if node.op == "get_attr":
            return operator.attrgetter(node.target)(self.root)
        if node.op == "call_module":
            return self.root.get_submodule(node.target)(*args, **kwargs)
        if node.op == "call_method":
            return getattr(args[0], node.target)(*args[1:], **kwargs)
        return node.target(*args, **kwargs)


class TakenApart:
    """Values that are known can be taken apart. (Proxies themselves read the caller's bytecode for
    that, which not every Python has in the form they expect.)"""

    def __iter__(self):
        return iter([self[i] for i in range(len(self))])

    def __len__(self) -> int:
        value = self.tracer.values[self.node]
        if not isinstance(value, (tuple, list, dict)):
            raise TypeError(f"a {type(value).__name__} is taken apart in forward")
        return len(value)


class ValueProxy(TakenApart, Proxy):
    """A stand-in for a value that is known."""

    def __getattr__(self, name: str):
        return ValueAttribute(self, name)


class ValueAttribute(TakenApart, Attribute):
    """An attribute of one, such as its shape."""


class DynamicControlFlow(Exception):
    """A network whose path depends on its images."""


class ValueGraph:
    """A network's graph; of every node its value on the example images."""

    def __init__(self, net: nn.Module, graph: Graph, tracer: ValueTracer):
        self.net = net
        self.graph = graph
        self.values = tracer.values
        self.outputs = tracer.outputs
        self.input = next(node for node in graph.nodes if node.op == "placeholder")
        self.output = next(node for node in graph.nodes if node.op == "output")

    def path(self, node: Node) -> Optional[str]:
        """The outermost module that ends with this node."""
        return min((p for p, end in self.outputs.items() if end is node), key=len, default=None)

    def result(self) -> Any:
        """What the network returned."""
        return map_arg(self.output.args[0], lambda n: self.values[n])

    def waists(self) -> List[Node]:
        """The nodes that all of the output depends on, and on the images only through them."""
        order = list(self.graph.nodes)
        position = {node: i for i, node in enumerate(order)}
        # Of the nodes that lie between images and output, those that no edge jumps over.
        below = {self.input}
        for node in order:
            if any(n in below for n in node.all_input_nodes) and not is_batch_size(node):
                below.add(node)
        needed: Set[Node] = set()
        for node in reversed(order):
            if node is self.output or any(user in needed for user in node.users):
                needed.add(node)
        path = [n for n in order if n in below and n in needed]
        waists, reach = [], position[self.input]
        for node in path:
            if reach <= position[node]:
                waists.append(node)
            ends = [position[user] for user in node.users if user in needed and user in below]
            reach = max([reach, *ends])
        return [node for node in waists if node is not self.output]


def is_batch_size(node: Node) -> bool:
    """Whether a node asks how many images there are: of a map that is as good as of the images."""
    if node.op == "call_method" and node.target == "size":
        return node.args[1:] == (0,)
    return (
        node.op == "call_function"
        and node.target is operator.getitem
        and (node.args[1] == 0 and is_shape(node.args[0]))
    )


def is_shape(node: Node) -> bool:
    if node.op == "call_method":
        return node.target == "size" and len(node.args) == 1
    return node.op == "call_function" and node.target is getattr and node.args[1] == "shape"


def follow(net: nn.Module, images: Tensor) -> ValueGraph:
    """The graph of a network in evaluation mode.

    Raises Refusal when its own code decides by what is in the images.
    """
    keep_inputs(net)
    whole: Set[str] = set()
    while True:
        tracer = ValueTracer(images, whole)
        try:
            with torch.no_grad():
                graph = tracer.trace(net)
            break
        except Exception as e:
            if tracer.failed is None or tracer.failed in whole:
                raise Refusal(
                    f"{type(net).__name__}.forward cannot be followed: {why(e)}",
                    "move what decides by values into a submodule that torch.jit.script takes, "
                    "or export a network that has one path",
                ) from e
            whole.add(tracer.failed)
    keep_values(graph)
    return ValueGraph(net, graph, tracer)


def why(e: Exception) -> str:
    """Of an error inside a network, its message."""
    if isinstance(e, DynamicControlFlow):
        return f"dynamic control flow, it {e}"
    return f"{type(e).__name__}: {one_line(e, 160)}"


def asks_for_mode(module: nn.Module) -> bool:
    """Whether a module's own code reads `self.training`."""
    code = getattr(type(module).forward, "__code__", None)
    return code is not None and "training" in code.co_names


def keep_inputs(net: nn.Module) -> None:
    """No layer overwrites its input: it may be the map that gradients are asked for."""
    for module in net.modules():
        if getattr(module, "inplace", False) is True:
            module.inplace = False


def keep_values(graph: Graph) -> None:
    """As keep_inputs, for operations that no module does."""
    for node in graph.nodes:
        if node.op == "call_function":
            node.target = IN_PLACE.get(node.target, node.target)
            if node.kwargs.get("inplace") is True:
                node.kwargs = {**node.kwargs, "inplace": False}
        elif node.op == "call_method" and node.target.endswith("_"):
            if not node.target.startswith("__") and hasattr(Tensor, node.target[:-1]):
                node.target = node.target[:-1]
