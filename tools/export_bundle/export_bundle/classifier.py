"""A classifier or encoder: its two halves, and what the whole network makes of the same images."""

import inspect
from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple

import torch
from torch import Tensor, nn

from .bundle import Bundle
from .cut import Cut, cut
from .graph import follow
from .guided import METHODS, guided_module, refuse_incomplete
from .head import linear_head
from .labels import check_labels
from .normalise import Normalisation, Normalised
from .refusal import Refusal, one_line
from .source import Source
from .trace import torchscript

BATCHES = (2, 3)


def random_images(count: int, size: Tuple[int, int], seed: int = 0) -> Tensor:
    return torch.rand(count, 3, *size, generator=torch.Generator().manual_seed(seed))


@dataclass
class Exported:
    """A bundle, and the network that it was made of for comparison."""

    bundle: Bundle
    whole: nn.Module
    cut: Optional[Cut] = None
    saliency: Optional[Callable[[Tensor, Tensor], Tensor]] = None

    def reference(self, images: Tensor, targets: Tensor) -> Dict[str, Tensor]:
        """What the network as it came makes of images in [0,1]: logits [N,K], and the gradient
        [N,C,h,w] of the target's logit at the map."""
        maps: List[Tensor] = []

        def keep(module, inputs, output):
            output.retain_grad()
            maps.append(output)

        if self.cut.path is None:
            return self.halves(images, targets)
        module = self.whole.network.get_submodule(self.cut.path)
        handle = module.register_forward_hook(keep)
        try:
            with torch.enable_grad():
                # A leaf that asks for gradients, so that frozen networks have a graph too.
                logits = self.whole(images.clone().requires_grad_(True))
                logits.gather(1, targets[:, None]).sum().backward()
        finally:
            handle.remove()
            self.whole.zero_grad(set_to_none=True)
        layout = self.cut.layout
        return {
            "logits": logits.detach(),
            # The last, for a module may be run more than once.
            "features": layout.to_map(maps[-1]).detach(),
            "gradients": layout.to_map(maps[-1].grad),
        }

    def halves(self, images: Tensor, targets: Tensor) -> Dict[str, Tensor]:
        """As reference, when no module of the network returns the map."""
        with torch.no_grad():
            logits = self.whole(images)
            normalised = (images - self.whole.mean) / self.whole.std
            features = self.cut.features(normalised)
        return {
            "logits": logits,
            "features": features,
            "gradients": gradients(self.cut.head, features, targets),
        }


def gradients(head: nn.Module, features: Tensor, targets: Tensor) -> Tensor:
    """∂logit_target/∂features of each image."""
    with torch.enable_grad():
        leaf = features.detach().clone().requires_grad_(True)
        logits = head(leaf)
        return torch.autograd.grad(logits.gather(1, targets[:, None]).sum(), leaf)[0]


def classifier(
    source: Source,
    size: Tuple[int, int],
    normalisation: Normalisation,
    name: str,
    classes: Optional[Sequence[str]] = None,
    activation: str = "softmax",
    features_end: Optional[str] = None,
    guided: Optional[str] = None,
    guided_batch: int = 8,
    encoder: bool = False,
    robust: Optional[bool] = None,
) -> Exported:
    """Makes a bundle of a network.

    features_end: the module that returns the last map, found when None; guided: the saliency to
    put beside it; encoder: only the first half.
    """
    one_input(source)
    examples = [random_images(n, size, seed=n) for n in BATCHES]
    whole = Normalised(source.network, normalisation).eval()
    same_each_time(whole, examples[0], source.name)
    graph = follow(source.network, (examples[0] - whole.mean) / whole.std)
    logits = graph.result()
    if not encoder:
        check_logits(logits, source.name, activation)
        classes = check_labels(classes, logits.shape[1], source.name)
    made = cut(graph, features_end)
    features = Normalised(made.features, normalisation).eval()
    modules, ways = {}, {}
    modules["features.pt"], ways["features"] = torchscript(
        "features", features, [(x,) for x in examples]
    )
    linear = None
    if not encoder:
        with torch.no_grad():
            maps = [features(x) for x in examples]
        modules["head.pt"], ways["head"] = torchscript("head", made.head, [(a,) for a in maps])
        linear = linear_head(made.head, tuple(maps[0].shape))
    fields = {} if encoder else {"activation": activation, "classes": list(classes)}
    if robust is not None:
        fields["robust"] = robust
    saliency = None
    if guided is not None and not encoder:
        halves = nn.Sequential(features, made.head)
        saliency = METHODS[guided](halves)
        if guided == "deeplift":
            refuse_incomplete(halves, saliency, examples[0])
        modules["guided.pt"] = guided_module(
            guided, saliency, random_images(guided_batch, size), logits.shape[1]
        )
        fields["guided"] = {"method": guided, "batch": guided_batch}
    provenance = {
        **source.provenance,
        "cut": made.name,
        "normalisation": normalisation.describe(),
        **ways,
    }
    bundle = Bundle(
        "encoder" if encoder else "classifier", name, size, modules, provenance, fields, linear
    )
    return Exported(bundle, whole, made, saliency)


def one_input(source: Source) -> None:
    """Refuses networks that want more than images."""
    parameters = list(inspect.signature(source.network.forward).parameters.values())
    needed = [
        p.name
        for p in parameters
        if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    if len(needed) > 1:
        raise Refusal(
            f"{source.name}: forward wants {len(needed)} inputs ({', '.join(needed)}), a classifier gets images only",
            "wrap it in a module that fills in the others; (image, mask) is --kind inpainter",
        )


def same_each_time(whole: nn.Module, images: Tensor, name: str) -> None:
    """Refuses networks that draw at random in evaluation too."""
    try:
        with torch.no_grad():
            once, twice = whole(images), whole(images)
    except Exception as e:
        raise Refusal(
            f"{name} fails on images {list(images.shape)} ({type(e).__name__}: {one_line(e, 160)})",
            "try another --input-size, or wrap it if it wants something else",
        ) from e
    if isinstance(once, Tensor) and float((once - twice).abs().max()) > 1e-4:
        raise Refusal(
            f"{name} answers otherwise each time, though it is in evaluation mode",
            "leave out what draws at random in forward",
        )


def check_logits(logits: object, name: str, activation: str) -> None:
    if not isinstance(logits, Tensor):
        inside = f" of {', '.join(map(str, logits))}" if isinstance(logits, dict) else ""
        of = "dict" if inside else type(logits).__name__
        raise Refusal(
            f"{name}: returns a {of}{inside}, logits [B,K] are needed",
            "wrap it in a module whose forward returns the logits",
        )
    if logits.dim() != 2 or logits.shape[0] != BATCHES[0]:
        raise Refusal(
            f"{name}: returns {list(logits.shape)} for {BATCHES[0]} images, logits [B,K] are needed",
            "for a network that returns masks --kind segmenter, for one without a head --kind encoder",
        )
    if not torch.isfinite(logits).all():
        raise Refusal(
            f"{name}: returns {float(logits[~torch.isfinite(logits)][0])} for random images",
            "its weights may be damaged",
        )
    sums = logits.sum(1)
    if (
        logits.shape[1] > 1
        and logits.min() >= 0
        and torch.allclose(sums, torch.ones_like(sums), atol=1e-5)
    ):
        raise Refusal(
            f"{name}: returns probabilities (each row's sum is 1), logits are needed",
            "leave out the softmax at its end",
        )
    if logits.shape[1] == 1 and activation == "softmax":
        raise Refusal(
            f"{name}: one logit, and softmax of one is always 1",
            "--multi-label with one attribute name, for sigmoid",
        )
