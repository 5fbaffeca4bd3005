using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>The words that begin a declaration or a statement. They cannot name data, codes, labels, constants or parameters.</summary>
public static class AeKeywords
{
    /// <summary>Words that begin a declaration of a file.</summary>
    public static IReadOnlyList<string> Declarations { get; } = ["namespace", "import", "const", "block", "model", "extern"];

    /// <summary>Words that begin a binding's role.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["encode", "decode", "predict", "prior", "critic"];

    /// <summary>Words that begin a statement of a model.</summary>
    public static IReadOnlyList<string> Statements { get; } = ["data", .. Roles, "minimize", "train", "extern"];

    /// <summary>The words of the domains of data.</summary>
    public static IReadOnlyList<string> Domains { get; } = ["real", "unit", "binary", "count", "class"];

    private static readonly HashSet<string> OfStatements = new(Statements, StringComparer.Ordinal);
    private static readonly HashSet<string> OfRoles = new(Roles, StringComparer.Ordinal);
    private static readonly HashSet<string> Reserved = new([.. Declarations, .. Statements], StringComparer.Ordinal);

    /// <summary>Whether a word is one of <see cref="Declarations"/> or <see cref="Statements"/>.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>Whether a word begins a statement of a model.</summary>
    public static bool IsStatement(string word) => OfStatements.Contains(word);

    /// <summary>Whether a word is a role.</summary>
    public static bool IsRole(string word) => OfRoles.Contains(word);

    /// <summary>The word of a role.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Encode => "encode",
        Role.Decode => "decode",
        Role.Predict => "predict",
        Role.Prior => "prior",
        _ => "critic",
    };

    /// <summary>A right use of a keyword, for help texts and completion.</summary>
    public static string Example(string keyword) => keyword switch
    {
        "namespace" => "namespace Company.Models",
        "import" => "import \"shared/blocks.ae\"",
        "const" => "const width = 400",
        "block" => "block mlp(n) { dense(n) -> relu }",
        "model" => "model Vae(latent = 20) { ... }",
        "extern" => "extern term smooth(y): sum",
        "data" => "data x: unit[784]",
        "encode" => "encode z ~ x -> dense(400, relu) -> normal(20)",
        "decode" => "decode x ~ z -> dense(400, relu) -> bernoulli",
        "predict" => "predict y ~ z -> dense(10) -> categorical",
        "prior" => "prior z ~ normal",
        "critic" => "critic c = z -> dense(256, relu) -> dense(1)",
        "minimize" => "minimize nll(x) + 4 * kl(z)",
        "train" => "train { optimizer: adam(1e-3)  batch: 128  epochs: 10 }",
        _ => throw new ArgumentOutOfRangeException(nameof(keyword), keyword, "Not a keyword of the language."),
    };
}
