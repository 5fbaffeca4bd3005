// Written from the compiler's catalogue by OptimizerPlanTests: SNAPSHOT_ACCEPT=1 writes it anew.
namespace Hourglass.Training;

/// <summary>The optimizers of the language, for <see cref="TrainOptions.Optimizer"/>.</summary>
public sealed partial record OptimizerPlan
{
    /// <summary>
    /// Steps scaled by the root of all past squared gradients: rare features move further.
    /// Duchi, Hazan and Singer (2011), figure 1, diagonal.
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Adagrad(
        double rate = 0.01,
        double epsilon = 1e-10)
    {
        Positive(nameof(rate), rate);
        Positive(nameof(epsilon), epsilon);
        OptimizerSetting[] settings =
        [
            new("epsilon", epsilon, 1e-10),
        ];
        return Of("adagrad", rate, settings, ["sum", "step"],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], sum: List[Tensor], step: List[Tensor]"
                + $", learning_rate: float) -> Tensor:",
            $"    for i in range(len(parameters)):",
            $"        step[i].add_(1)",
            $"        sum[i].addcmul_(gradients[i], gradients[i])",
            $"        root = sum[i].sqrt().add_({Literal(epsilon)})",
            $"        parameters[i].addcdiv_(gradients[i], root, value=-learning_rate)",
            $"    return gradients[0]",
        ]);
    }

    /// <summary>
    /// Steps scaled by running moments of the gradient.
    /// Kingma and Ba (2015), algorithm 1.
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="beta1">From 0 up to below 1.</param>
    /// <param name="beta2">From 0 up to below 1.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Adam(
        double rate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8)
    {
        Positive(nameof(rate), rate);
        Fraction(nameof(beta1), beta1);
        Fraction(nameof(beta2), beta2);
        Positive(nameof(epsilon), epsilon);
        OptimizerSetting[] settings =
        [
            new("beta1", beta1, 0.9),
            new("beta2", beta2, 0.999),
            new("epsilon", epsilon, 1e-8),
        ];
        return Of("adam", rate, settings, ["exp_avg", "exp_avg_sq", "step"],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor]"
                + $", exp_avg_sq: List[Tensor], step: List[Tensor], learning_rate: float) -> Tensor:",
            $"    none: List[Tensor] = []",
            $"    for count in step:",
            $"        count.add_(1)",
            $"    torch._fused_adam_(parameters, gradients, exp_avg, exp_avg_sq, none, step, lr=learning_rate"
                + $", beta1={Literal(beta1)}, beta2={Literal(beta2)}, weight_decay=0.0, eps={Literal(epsilon)}"
                + $", amsgrad=False, maximize=False)",
            $"    return gradients[0]",
        ]);
    }

    /// <summary>
    /// Adam with the largest size of the past gradients, which fades, in place of their mean square.
    /// Kingma and Ba (2015), algorithm 2.
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="beta1">From 0 up to below 1.</param>
    /// <param name="beta2">From 0 up to below 1.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Adamax(
        double rate = 0.002,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8)
    {
        Positive(nameof(rate), rate);
        Fraction(nameof(beta1), beta1);
        Fraction(nameof(beta2), beta2);
        Positive(nameof(epsilon), epsilon);
        OptimizerSetting[] settings =
        [
            new("beta1", beta1, 0.9),
            new("beta2", beta2, 0.999),
            new("epsilon", epsilon, 1e-8),
        ];
        return Of("adamax", rate, settings, ["exp_avg", "exp_inf", "step"],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor]"
                + $", exp_inf: List[Tensor], step: List[Tensor], learning_rate: float) -> Tensor:",
            $"    for i in range(len(parameters)):",
            $"        step[i].add_(1)",
            $"        exp_avg[i].mul_({Literal(beta1)}).add_(gradients[i], alpha=1.0 - {Literal(beta1)})",
            $"        size = gradients[i].abs().add_({Literal(epsilon)})",
            $"        torch.maximum(exp_inf[i].mul_({Literal(beta2)}), size, out=exp_inf[i])",
            $"        rate = learning_rate / (1.0 - {Literal(beta1)} ** float(step[i]))",
            $"        parameters[i].addcdiv_(exp_avg[i], exp_inf[i], value=-rate)",
            $"    return gradients[0]",
        ]);
    }

    /// <summary>
    /// Adam with weight decay apart from the gradient.
    /// Loshchilov and Hutter (2019), algorithm 2.
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="beta1">From 0 up to below 1.</param>
    /// <param name="beta2">From 0 up to below 1.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="decay">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Adamw(
        double rate = 0.001,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double decay = 0.01)
    {
        Positive(nameof(rate), rate);
        Fraction(nameof(beta1), beta1);
        Fraction(nameof(beta2), beta2);
        Positive(nameof(epsilon), epsilon);
        Number(nameof(decay), decay);
        OptimizerSetting[] settings =
        [
            new("beta1", beta1, 0.9),
            new("beta2", beta2, 0.999),
            new("epsilon", epsilon, 1e-8),
            new("decay", decay, 0.01),
        ];
        return Of("adamw", rate, settings, ["exp_avg", "exp_avg_sq", "step"],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], exp_avg: List[Tensor]"
                + $", exp_avg_sq: List[Tensor], step: List[Tensor], learning_rate: float) -> Tensor:",
            $"    none: List[Tensor] = []",
            $"    for count in step:",
            $"        count.add_(1)",
            $"    torch._fused_adamw_(parameters, gradients, exp_avg, exp_avg_sq, none, step, lr=learning_rate"
                + $", beta1={Literal(beta1)}, beta2={Literal(beta2)}, weight_decay={Literal(decay)}"
                + $", eps={Literal(epsilon)}, amsgrad=False, maximize=False)",
            $"    return gradients[0]",
        ]);
    }

    /// <summary>
    /// Steps scaled by a running mean of the squared gradient.
    /// Tieleman and Hinton (2012).
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="alpha">From 0 up to below 1.</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="momentum">From 0 up to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Rmsprop(
        double rate = 0.01,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double momentum = 0)
    {
        Positive(nameof(rate), rate);
        Fraction(nameof(alpha), alpha);
        Positive(nameof(epsilon), epsilon);
        Fraction(nameof(momentum), momentum);
        OptimizerSetting[] settings =
        [
            new("alpha", alpha, 0.99),
            new("epsilon", epsilon, 1e-8),
            new("momentum", momentum, 0),
        ];
        if (momentum > 0)
        {
            return Of("rmsprop", rate, settings, ["square_avg", "momentum_buffer", "step"],
            [
                $"def update(parameters: List[Tensor], gradients: List[Tensor], square_avg: List[Tensor]"
                    + $", momentum_buffer: List[Tensor], step: List[Tensor], learning_rate: float) -> Tensor:",
                $"    for count in step:",
                $"        count.add_(1)",
                $"    torch._foreach_mul_(square_avg, {Literal(alpha)})",
                $"    torch._foreach_addcmul_(square_avg, gradients, gradients, 1.0 - {Literal(alpha)})",
                $"    root = torch._foreach_sqrt(square_avg)",
                $"    torch._foreach_add_(root, {Literal(epsilon)})",
                $"    torch._foreach_mul_(momentum_buffer, {Literal(momentum)})",
                $"    torch._foreach_addcdiv_(momentum_buffer, gradients, root, 1.0)",
                $"    torch._foreach_add_(parameters, momentum_buffer, alpha=-learning_rate)",
                $"    return gradients[0]",
            ]);
        }

        return Of("rmsprop", rate, settings, ["square_avg", "step"],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], square_avg: List[Tensor]"
                + $", step: List[Tensor], learning_rate: float) -> Tensor:",
            $"    for count in step:",
            $"        count.add_(1)",
            $"    torch._foreach_mul_(square_avg, {Literal(alpha)})",
            $"    torch._foreach_addcmul_(square_avg, gradients, gradients, 1.0 - {Literal(alpha)})",
            $"    root = torch._foreach_sqrt(square_avg)",
            $"    torch._foreach_add_(root, {Literal(epsilon)})",
            $"    torch._foreach_addcdiv_(parameters, gradients, root, -learning_rate)",
            $"    return gradients[0]",
        ]);
    }

    /// <summary>
    /// Gradient descent, with classical momentum.
    /// Polyak (1964).
    /// </summary>
    /// <param name="rate">Above 0.</param>
    /// <param name="momentum">From 0 up to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static OptimizerPlan Sgd(
        double rate,
        double momentum = 0)
    {
        Positive(nameof(rate), rate);
        Fraction(nameof(momentum), momentum);
        OptimizerSetting[] settings =
        [
            new("momentum", momentum, 0),
        ];
        if (momentum > 0)
        {
            return Of("sgd", rate, settings, ["momentum_buffer"],
            [
                $"def update(parameters: List[Tensor], gradients: List[Tensor], momentum_buffer: List[Tensor]"
                    + $", learning_rate: float) -> Tensor:",
                $"    none: List[Tensor] = []",
                $"    torch._fused_sgd_(parameters, gradients, momentum_buffer, weight_decay=0.0"
                    + $", momentum={Literal(momentum)}, lr=learning_rate, dampening=0.0, nesterov=False, maximize=False"
                    + $", is_first_step=False)",
                $"    return gradients[0]",
            ]);
        }

        return Of("sgd", rate, settings, [],
        [
            $"def update(parameters: List[Tensor], gradients: List[Tensor], learning_rate: float) -> Tensor:",
            $"    none: List[Tensor] = []",
            $"    torch._fused_sgd_(parameters, gradients, none, weight_decay=0.0, momentum=0.0, lr=learning_rate"
                + $", dampening=0.0, nesterov=False, maximize=False, is_first_step=False)",
            $"    return gradients[0]",
        ]);
    }
}
