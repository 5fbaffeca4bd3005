namespace Hourglass.Compiler.Diagnostics;

/// <summary>Words of other libraries, and what they are called here.</summary>
internal sealed class Synonyms
{
    private readonly Dictionary<string, string> _meant;

    private Synonyms(Dictionary<string, string> meant) => _meant = meant;

    /// <summary>Stages.</summary>
    public static Synonyms Stages { get; } = Read(
        ("dense(n)", "linear fc affine fully_connected"),
        ("conv(c, k)", "conv1d conv2d conv3d convolution"),
        ("deconv(c, k)", "conv_transpose convtranspose convtranspose2d conv2dtranspose"),
        ("pool(max, 2)", "maxpool maxpool2d max_pool"),
        ("pool(avg, 2)", "avgpool avgpool2d avg_pool"),
        ("up(2)", "upsample upsampling"),
        ("reshape(c, h, w)", "unflatten view"),
        ("batchnorm", "batchnorm1d batchnorm2d"),
        ("leaky(0.01)", "leakyrelu leaky_relu lrelu"),
        ("silu", "swish"),
        ("concat(a)", "cat"),
        ("residual { … }", "skip"),
        ("corrupt(gaussian(0.3))", "noise"),
        ("normal(d)", "gaussian"),
        ("softmax", "softmax2d"));

    /// <summary>Terms of the objective.</summary>
    public static Synonyms Terms { get; } = Read(
        ("mse(y, x)", "mean_squared_error mseloss"),
        ("mae(y, x)", "l1_loss mean_absolute_error"),
        ("bce(y, x)", "binary_cross_entropy"),
        ("cross_entropy(y, x)", "crossentropy"),
        ("kl(z)", "kld kl_divergence kldiv"),
        ("nll(x)", "log_likelihood reconstruction"),
        ("l2(weights)", "weight_decay"),
        ("elbo", "vae"));

    /// <summary>Settings of <c>train</c>.</summary>
    public static Synonyms Settings { get; } = Read(
        ("optimizer: adam(1e-3)", "learning_rate lr rate"),
        ("batch: 128", "batch_size batchsize"),
        ("epochs: 10", "iterations steps"),
        ("clip: norm(5)", "grad_clip"),
        ("optimizer: adamw(1e-3)", "weight_decay"));

    /// <summary>Domains of data.</summary>
    public static Synonyms Domains { get; } = Read(
        ("unit[1, 28, 28]", "image"),
        ("real[n]", "float double vector tensor"),
        ("count[n]", "int integer"),
        ("binary[n]", "bool bit"),
        ("class(10)", "label category categorical"));

    /// <summary>What is meant by another library's word, as help; null where no library has it.</summary>
    public string? Of(string word) => _meant.TryGetValue(word, out var found) ? $"did you mean `{found}`?" : null;

    /// <summary>The word alone; null where its arguments, which a letter or a number stands for, would be others too.</summary>
    public string? WordOf(string word)
    {
        if (!_meant.TryGetValue(word, out var meant))
        {
            return null;
        }

        var parts = meant.Split('(', '[', ':', ' ');
        var isOther = parts.Skip(1).Any(part => part.Any(char.IsLetter) && part.Split(',', ')', ']').Any(name => name.Trim().Length > 1
            && !name.Trim().All(c => char.IsDigit(c) || c is '.' or 'e' or '-')));
        return isOther || meant.Contains('{') ? null : parts[0];
    }

    private static Synonyms Read(params (string Meant, string Words)[] entries) => new(entries
        .SelectMany(entry => entry.Words.Split(' ').Select(word => (word, entry.Meant)))
        .ToDictionary(pair => pair.word, pair => pair.Meant, StringComparer.OrdinalIgnoreCase));
}
