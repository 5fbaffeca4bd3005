namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Functions and classes that a file holds where something in it calls them.</summary>
internal static class PythonHelpers
{
    private const string NoiseClass =
        """"
        class Noise:
            """Random numbers by site: those that are given, and torch's for all other sites."""

            def __init__(self, given: Mapping[int, Tensor] | None = None) -> None:
                self.given = given or {}

            def normal(self, site: int, like: Tensor, repeats: int = 1, shape: tuple[int, ...] | None = None) -> Tensor:
                """Standard normal numbers in the shape of a tensor, with its rows several times over, or in another shape."""
                return self._drawn(torch.randn, site, like, repeats, shape)

            def uniform(self, site: int, like: Tensor, repeats: int = 1, shape: tuple[int, ...] | None = None) -> Tensor:
                """Numbers uniform on [0, 1), in the same shapes."""
                return self._drawn(torch.rand, site, like, repeats, shape)

            def _drawn(self, draw: Callable, site: int, like: Tensor, repeats: int, shape: tuple[int, ...] | None) -> Tensor:
                shape = tuple(shape or (repeats * like.shape[0], *like.shape[1:]))
                if site not in self.given:
                    return draw(shape, dtype=like.dtype, device=like.device)
                numbers = self.given[site].to(dtype=like.dtype, device=like.device)
                if tuple(numbers.shape) != shape:
                    raise ValueError(f"The noise of site {site} has the shape {shape}, found {tuple(numbers.shape)}.")
                return numbers
        """";

    private const string TensorsClass =
        """"
        class Tensors(nn.Module):
            """Parameters by their shapes, and buffers: the methods of the model read them. They begin as small random numbers."""

            def __init__(self, buffers: Mapping[str, Tensor] | None = None, **members: tuple[int, ...] | nn.Module) -> None:
                super().__init__()
                for name, member in members.items():
                    setattr(self, name, member if isinstance(member, nn.Module) else nn.Parameter(0.1 * torch.randn(member)))
                for name, tensor in (buffers or {}).items():
                    self.register_buffer(name, tensor)
        """";

    private const string OneHot =
        """"
        def one_hot(classes: Tensor, count: int, like: Tensor) -> Tensor:
            """1 at the class along a new dimension 1, zeros elsewhere, and everywhere where the class is missing (-1)."""
            hot = F.one_hot(classes.clamp(min=0), count) * (classes >= 0).unsqueeze(-1)
            return hot.movedim(-1, 1).to(like)
        """";

    private const string JacobianNorm =
        """"
        def jacobian_norm(code: Tensor, x: Tensor, signs: Tensor | None = None) -> Tensor:
            """The squared Frobenius norm of the Jacobian of a code, averaged over the examples.

            Exactly, by a backward pass for each element of the code, or estimated with rows of random signs (Hutchinson, 1990).
            """
            if signs is None:
                rows = list(code.flatten(1).sum(0))
                probes = 1
            else:
                probes = signs.shape[0] // code.shape[0]
                rows = [(code * part).sum() for part in signs.chunk(probes)]
            gradients = [torch.autograd.grad(row, x, create_graph=True)[0] for row in rows]
            return torch.stack([gradient.square().sum() for gradient in gradients]).sum() / (probes * x.shape[0])
        """";

    private const string GradientNorms =
        """"
        def gradient_norms(score: Tensor, x: Tensor) -> Tensor:
            """The length of each example's gradient of a score; where it is zero, so is the slope of the length."""
            gradient = torch.autograd.grad(score.sum(), x, create_graph=True)[0]
            return (gradient.flatten(1).square().sum(1) + 1e-16).sqrt()
        """";

    private const string Cosine =
        """"
        def direction_cosine(total: Tensor, parameters: list[Tensor], directions: list[Tensor]) -> Tensor:
            """The cosine between what a method moves parameters by and the gradient; 0 where there is no gradient."""
            gradients = torch.autograd.grad(total, parameters, retain_graph=True, allow_unused=True)
            pairs = [(gradient, direction) for gradient, direction in zip(gradients, directions) if gradient is not None]
            product = sum((gradient * direction).sum() for gradient, direction in pairs)
            of_gradients = sum(gradient.square().sum() for gradient, _ in pairs)
            of_directions = sum(direction.square().sum() for direction in directions)
            return (product * (of_gradients * of_directions).clamp(min=1e-30).rsqrt()).detach()
        """";

    private const string Exchange =
        """"
        def exchange_gradient(total: Tensor, difference: Tensor, encoder: nn.Module) -> Tensor:
            """The total as it is, whose gradient by the encoder is that of the total and of a difference."""
            if not (torch.is_grad_enabled() and difference.requires_grad):
                return total
            parameters = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
            gradients = torch.autograd.grad(difference, parameters, retain_graph=True, allow_unused=True)
            for parameter, gradient in zip(parameters, gradients):
                if gradient is not None:
                    total = total + ((parameter - parameter.detach()) * gradient.detach()).sum()
            return total
        """";

    private const string Sinusoids =
        """"
        def sinusoids(steps: int, width: int, like: Tensor) -> Tensor:
            """Sines and cosines of the number of a step, in turns (Vaswani et al., 2017, section 3.5): [steps, width]."""
            places = torch.arange(width, dtype=torch.float64)
            odd = places % 2.0
            rates = 10000.0 ** ((odd - places) / width)
            angles = torch.outer(torch.arange(steps, dtype=torch.float64), rates)
            return (angles + 0.5 * math.pi * odd).sin().to(like)
        """";

    private const string DegreeMask =
        """"
        def degree_mask(rows: Tensor, columns: Tensor, strict: bool, like: Tensor) -> Tensor:
            """1 where the degree of a row is at least that of a column, or above it (Germain et al., 2015): [rows, columns]."""
            return (rows.unsqueeze(1) > columns if strict else rows.unsqueeze(1) >= columns).to(like)
        """";

    private const string TanhRoot =
        """"
        def tanh_root(slope: Tensor, right: Tensor) -> Tensor:
            """The root y of y + slope * tanh(y) = right, by Newton's method from one side; the last step carries the gradients."""
            with torch.no_grad():
                smallest = 1e-9 if right.dtype == torch.float64 else 1e-5
                size = right.abs()
                root = (size - slope).clamp(min=0.0)
                for _ in range(100):
                    tanh = root.tanh()
                    change = (root + slope * tanh - size) / (1.0 + slope * (1.0 - tanh.square()))
                    root = root - change
                    if bool((change.abs() <= smallest * (1.0 + root)).all()):
                        break
                root = root * right.sign()
                tanh = root.tanh()
                steepness = 1.0 + slope * (1.0 - tanh.square())
            return root - (root + slope * tanh - right) / steepness
        """";

    private const string Place =
        """"
        def place(x: Tensor, places: Tensor, sizes: tuple[int, ...]) -> Tensor:
            """Each number at its place in a map of zeros; places count within a channel."""
            zeros = x.new_zeros((*x.shape[:2], math.prod(sizes)))
            return zeros.scatter(2, places.flatten(2), x.flatten(2)).reshape(*x.shape[:2], *sizes)
        """";

    private static readonly (string Name, string Text)[] All =
    [
        ("clamped", PythonFormula.Clamped), ("Noise", NoiseClass), ("Tensors", TensorsClass), ("one_hot", OneHot),
        ("jacobian_norm", JacobianNorm),
        ("gradient_norms", GradientNorms), ("direction_cosine", Cosine), ("exchange_gradient", Exchange), ("sinusoids", Sinusoids),
        ("degree_mask", DegreeMask), ("tanh_root", TanhRoot), ("place", Place),
    ];

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names => All.Select(helper => helper.Name);

    /// <summary>The texts of those that a file calls, in one order.</summary>
    public static IEnumerable<string> Texts(HashSet<string> called) =>
        All.Where(helper => called.Contains(helper.Name)).Select(helper => helper.Text);
}
