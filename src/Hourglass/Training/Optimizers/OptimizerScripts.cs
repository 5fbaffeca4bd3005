using TorchSharp;

namespace Hourglass.Training.Optimizers;

/// <summary>
/// The arithmetic of the optimizers as TorchScript: one call a step, whatever the number of parameters, with ATen's fused kernels. Compiled once per
/// process, as TorchSharp never frees a compilation unit. The lists are arguments because TorchScript drops the call of a fused kernel whose lists are
/// literals.
/// </summary>
internal static class OptimizerScripts
{
    private const string Source = """
        def clip(g: List[Tensor], max_norm: float) -> Tensor:
            norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g, 2.0)), 2.0)
            scale = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
            for x in g:
                x.mul_(scale)
            return norm

        def flush(state: List[Tensor], smallest: float) -> Tensor:
            for whole in state:
                for x in whole.split(65536):
                    x.mul_(x.abs().ge(smallest))
            return state[0]

        def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, eps: float) -> Tensor:
            none: List[Tensor] = []
            for x in s:
                x.add_(1)
            torch._fused_adam_(p, g, m, v, none, s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=0.0, eps=eps, amsgrad=False, maximize=False)
            return s[0]

        def adamw(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, beta1: float, beta2: float, eps: float, decay: float) -> Tensor:
            none: List[Tensor] = []
            for x in s:
                x.add_(1)
            torch._fused_adamw_(p, g, m, v, none, s, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
            return s[0]

        def sgd(p: List[Tensor], g: List[Tensor], lr: float) -> Tensor:
            none: List[Tensor] = []
            torch._fused_sgd_(p, g, none, weight_decay=0.0, momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)
            return p[0]

        def sgd_momentum(p: List[Tensor], g: List[Tensor], b: List[Tensor], lr: float, momentum: float) -> Tensor:
            torch._fused_sgd_(p, g, b, weight_decay=0.0, momentum=momentum, lr=lr, dampening=0.0, nesterov=False, maximize=False, is_first_step=False)
            return p[0]

        def root_mean_square(g: List[Tensor], v: List[Tensor], s: List[Tensor], alpha: float, eps: float) -> List[Tensor]:
            for x in s:
                x.add_(1)
            torch._foreach_mul_(v, alpha)
            torch._foreach_addcmul_(v, g, g, 1.0 - alpha)
            return torch._foreach_add(torch._foreach_sqrt(v), eps)

        def rmsprop(p: List[Tensor], g: List[Tensor], v: List[Tensor], s: List[Tensor], lr: float, alpha: float, eps: float) -> Tensor:
            torch._foreach_addcdiv_(p, g, root_mean_square(g, v, s, alpha, eps), -lr)
            return p[0]

        def rmsprop_momentum(p: List[Tensor], g: List[Tensor], v: List[Tensor], b: List[Tensor], s: List[Tensor], lr: float, alpha: float, eps: float, momentum: float) -> Tensor:
            root = root_mean_square(g, v, s, alpha, eps)
            torch._foreach_mul_(b, momentum)
            torch._foreach_addcdiv_(b, g, root, 1.0)
            torch._foreach_add_(p, b, alpha=-lr)
            return p[0]

        """;

    private static readonly Lazy<torch.jit.CompilationUnit> Unit = new(() => torch.jit.compile(Source.ReplaceLineEndings("\n")));

    /// <summary>Calls one of the functions; its result is of no use.</summary>
    public static void Invoke(string function, object[] arguments) => ((torch.Tensor)Unit.Value.invoke(function, arguments)).Dispose();
}
