using System.Text.RegularExpressions;
using Hourglass.Compiler.Emit.TorchScript;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Plan;

/// <summary>
/// Which operators of ATen allocate nothing beside what they are given was measured; whatever else the portable step calls must be in the
/// plan's count of what passes. A line that is not known here is an error.
/// </summary>
public sealed partial class AllocationTests
{
    public static TheoryData<string> Models => StepModels.Names;

    /// <summary>Written into a tensor that exists, by operators that need nothing else.</summary>
    [GeneratedRegex(
        @"^torch\.(?:exp|log|log1p|expm1|sqrt|rsqrt|lgamma|digamma|special_zeta|polygamma|square|abs|sign|ge|lt|gt|"
            + @"clamp_min|clamp_max|sigmoid|tanh|leaky_relu|elu|gelu|silu|"
            + @"softplus|addcmul|threshold_backward|leaky_relu_backward|elu_backward|gelu_backward|silu_backward|softplus_backward|"
            + @"eq|nan_to_num|arange|sigmoid_backward|tanh_backward|"
            + @"binary_cross_entropy|binary_cross_entropy_backward|mm|addmm|sum|cat|_softmax|"
            + @"_log_softmax|gather|tril|linalg_solve_triangular|upsample_\w+)\(.*, (?:out|grad_input)=[\w.()\[\], -]+\)$")]
    private static partial Regex Clean { get; }

    /// <summary>With a plain number these make a tensor of the result's size, and copy it.</summary>
    [GeneratedRegex(
        @"^torch\.(?:add|sub|mul|div)\(\w+(?:\.(?:expand_as|narrow)\([^()]*\))?, "
            + @"(?:[A-Za-z_]\w*(?:\.narrow\([^()]*\))?|torch\.scalar_tensor\([^()]*\)), out=\w+\)$")]
    private static partial Regex Arithmetic { get; }

    [GeneratedRegex(@"^\w+(?:\.\w+\([^()]*\))*\.(?:copy_|fill_|zero_|scatter_)\((?!.*torch\.|log_gamma_|sphere_).*\)")]
    private static partial Regex InPlace { get; }

    /// <summary>Arguments, views, other names, what is copied to where it is wanted.</summary>
    [GeneratedRegex(
        @"^(?:n = data\[0\]\.size\(0\)|\w+ = (?:data|draws|parameters|gradients|values)\[\d+\]  # .*|"
            + @"\w+ = terms\.select\(0, \d+\)|\w+ = \w+|\w+ = \w+(?:\.(?:reshape|narrow|expand)\([^()]*\))+|(?:gradients\[\d+\]|"
            + @"terms\.select\(0, \d+\))\.copy_\([\w.()\[\], ]+\)  # .*|#.*)$")]
    private static partial Regex NoWork { get; }

    /// <summary>What the plan counts.</summary>
    [GeneratedRegex(
        @"^(?:\w+ = )?(?:torch\.(?:conv\d?d|conv_transpose\dd|convolution_backward|max_pool\dd_with_indices|logsumexp)\(|"
            + @"\w+\.repeat\()|^(?:lstm|gru)_(?:states|adjoint)\(|^sinusoids\(|"
            + @"^\w+\.copy_\(torch\.einsum\(|^\w+\.copy_\((?:log_gamma|sphere)_\w+\(|"
            + @"^\w+\.scatter_\(1, \w+\.clamp_min\(0\)|^\w+\.copy_\(\(\w+\.reshape\(.* >= 0\)\.any\(1\)\)$")]
    private static partial Regex Counted { get; }

    /// <summary>Values of pairs of examples, which the plan has in a memory of their own.</summary>
    [GeneratedRegex(@"^\w+ = torch\.empty\(\[(?:\d+ \* )?n(?:, (?:(?:\d+ \* )?n|\d+))*\], dtype=terms\.dtype, device=terms\.device\)$")]
    private static partial Regex OfPairs { get; }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_portable_step_calls_nothing_that_allocates_uncounted(string name)
    {
        var (training, graph) = StepModels.Read(name);
        var script = StepScript.Of(graph, training);
        var lines = script.Text
            .Split('\n')
            .Skip(2)
            .Select(line => line.Trim())
            .TakeWhile(line => !line.StartsWith("if bool", StringComparison.Ordinal))
            .Where(line => line.Length > 0 && line != "return terms")
            .ToArray();

        Assert.All(lines, line => Assert.True(IsKnown(line), line));
        if (lines.Any(line => Counted.IsMatch(line) && !line.Contains(".repeat(", StringComparison.Ordinal)))
        {
            Assert.NotEmpty(script.Plan.Temporaries);
        }
    }

    [Theory]
    [InlineData("torch.mul(d_x, 0.5, out=d_x_2)")]
    [InlineData("torch.add(d_x, -1.0, out=d_x_2)")]
    [InlineData("nll_x.copy_(torch.binary_cross_entropy_with_logits(x_logits, x, None, None, 2))")]
    [InlineData("h.view([-1, 3]).copy_(torch.eye(3).repeat_interleave(n, 0))")]
    [InlineData("y = torch.relu(x)")]
    public void A_call_that_allocates_is_found(string line) => Assert.False(IsKnown(line));

    private static bool IsKnown(string line) =>
        Clean.IsMatch(line)
        || Arithmetic.IsMatch(line)
        || InPlace.IsMatch(line)
        || NoWork.IsMatch(line)
        || Counted.IsMatch(line)
        || OfPairs.IsMatch(line);
}
