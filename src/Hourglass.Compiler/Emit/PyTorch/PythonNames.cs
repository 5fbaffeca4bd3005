using Hourglass.Compiler.Emit.TorchScript;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Names of a scope in Python: the user's own, never a word of the language, never twice.</summary>
/// <param name="reserved">Names that the scope needs for itself.</param>
internal sealed class PythonNames(IEnumerable<string> reserved)
{
    private static readonly HashSet<string> Keywords = new(
        ("and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal "
        + "not or pass raise return try while with yield True False None").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Words that the methods of a module use.</summary>
    private static readonly string[] OfMethods =
    [
        "self", "torch", "nn", "F", "math", "Tensor", "Noise", "Tensors", "noise", "batch", "draw", "codes", "count", "n", "total", "dict",
        "tuple", "list", "len", "range", "sum", "min", "max", "abs", "bool", "int", "float", "str", "zip",
    ];

    /// <summary>
    /// What a module of PyTorch has already: a layer of the same name would hide it, or be hidden by it.
    /// </summary>
    private static readonly HashSet<string> OfModules = new(
        ("add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward "
        + "get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia named_buffers named_children "
        + "named_modules named_parameters parameters register_backward_hook register_buffer register_forward_hook register_module "
        + "register_parameter requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu "
        + "zero_grad").Split(' '),
        StringComparer.Ordinal);

    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    /// <summary>The names of a method's variables.</summary>
    /// <param name="functions">The functions of the file, which methods call.</param>
    public static PythonNames OfMethod(IEnumerable<string> functions) => new(OfMethods.Concat(functions));

    /// <summary>Why a layer of a module cannot have a name, or null where it can.</summary>
    public static string? WhyNoLayer(string name) =>
        Keywords.Contains(name) ? "is a word of Python"
        : OfModules.Contains(name) ? "is a member of every module of PyTorch"
        : ScriptNames.AsciiOf(name) != name ? "is no name in Python"
        : null;

    /// <summary>A name that may be a part of another.</summary>
    public static string Plain(string name) => ScriptNames.AsciiOf(name);

    /// <summary>Whether an expression is a name and nothing else.</summary>
    public static bool IsName(string text) => text.Length > 0 && ScriptNames.AsciiOf(text) == text;

    /// <summary>Reserves a name.</summary>
    public string Take(string name)
    {
        var wanted = ScriptNames.AsciiOf(name);
        var free = wanted;
        for (var number = 2; Keywords.Contains(free) || !_taken.Add(free); number++)
        {
            free = $"{wanted}_{NumberText.Of(number)}";
        }

        return free;
    }
}
