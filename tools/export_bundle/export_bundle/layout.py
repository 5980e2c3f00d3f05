"""How a tensor inside a network lies, seen as a map [B,C,h,w]."""

from dataclasses import dataclass
from typing import Optional, Set, Tuple

from torch import Tensor
from torch.fx import Graph, Node


@dataclass(frozen=True)
class Layout:
    """order: "BCHW" (most networks), "BHWC" (Swin) or "BNC" (patch tokens); the map's size."""

    order: str
    channels: int
    height: int
    width: int

    def to_map(self, x):
        """The tensor as a map. Takes tensors, and fx proxies too."""
        if self.order == "BHWC":
            return x.permute(0, 3, 1, 2)
        if self.order == "BNC":
            return x.transpose(1, 2).reshape(-1, self.channels, self.height, self.width)
        return x

    def add_to_map(self, graph: Graph, node: Node) -> Node:
        """As to_map, as nodes of a graph."""
        if self.order == "BHWC":
            return graph.call_method("permute", (node, 0, 3, 1, 2))
        if self.order == "BNC":
            channels_first = graph.call_method("transpose", (node, 1, 2))
            shape = (-1, self.channels, self.height, self.width)
            return graph.call_method("reshape", (channels_first, *shape))
        return node

    def add_from_map(self, graph: Graph, node: Node) -> Node:
        """The inverse of to_map, as nodes of a graph."""
        if self.order == "BHWC":
            return graph.call_method("permute", (node, 0, 2, 3, 1))
        if self.order == "BNC":
            return graph.call_method("transpose", (graph.call_method("flatten", (node, 2)), 1, 2))
        return node


def layout_of(
    value: object, batch: int, image: Tuple[int, int], grids: Set[Tuple[int, int]]
) -> Optional[Layout]:
    """The layout of a network's intermediate value, or None when it is no map.

    image: height and width of the input; grids: sizes of the maps that came before, since tokens do
    not say themselves how they lie.
    """
    if (
        not isinstance(value, Tensor)
        or not value.is_floating_point()
        or value.shape[:1] != (batch,)
    ):
        return None
    shape = tuple(value.shape)
    if len(shape) == 4:
        candidates = [
            Layout("BCHW", shape[1], shape[2], shape[3]),
            Layout("BHWC", shape[3], shape[1], shape[2]),
        ]
        shaped = [c for c in candidates if same_shape((c.height, c.width), image)]
        found = (shaped or candidates)[0]
        return found if found.height * found.width > 1 else None
    if len(shape) == 3:
        for height, width in grids:
            if height * width == shape[1] and shape[1] > 1:
                return Layout("BNC", shape[2], height, width)
    return None


def same_shape(grid: Tuple[int, int], image: Tuple[int, int]) -> bool:
    """Whether a grid divides an image into cells that are about square."""
    cell = image[0] / grid[0], image[1] / grid[1]
    return max(cell) <= 1.5 * min(cell)
