namespace Hourglass.Onnx;

/// <summary>What a model computes in the words of ONNX, as its compiler wrote it.</summary>
/// <param name="Graphs">The graphs, by name.</param>
/// <param name="Functions">Functions that graphs call, by name.</param>
/// <param name="Refused">Graphs that ONNX has no operators for, with the reason.</param>
internal sealed record OnnxText(
    IReadOnlyDictionary<string, TextGraph> Graphs,
    IReadOnlyDictionary<string, TextFunction> Functions,
    IReadOnlyDictionary<string, string> Refused);

/// <summary>A graph.</summary>
internal sealed record TextGraph(IReadOnlyList<Port> Inputs, IReadOnlyList<Statement> Statements, IReadOnlyList<Port> Outputs);

/// <summary>A function of tensors with one result.</summary>
internal sealed record TextFunction(string Name, IReadOnlyList<string> Inputs, string Result, IReadOnlyList<Statement> Statements);

/// <summary>An input or an output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable of the model that it belongs to, or null.</param>
/// <param name="IsInteger">Whether it is of 64-bit integers; of single precision otherwise.</param>
/// <param name="Sizes">Numbers, or a word for what may be any size.</param>
/// <param name="Summary">What it is.</param>
internal sealed record Port(string Name, string? Variable, bool IsInteger, IReadOnlyList<string> Sizes, string Summary);

/// <summary>Results of an operator; those that nobody reads have no name.</summary>
internal sealed record Statement(IReadOnlyList<string> Results, OperatorCall Call);

/// <summary>An input of an operator.</summary>
internal abstract record Operand;

/// <summary>An input that is left out.</summary>
internal sealed record NoOperand : Operand;

/// <summary>A value that is there already.</summary>
internal sealed record NamedOperand(string Name) : Operand;

/// <summary>A tensor of the model, by its key in <c>state_dict</c>.</summary>
internal sealed record WeightOperand(string Key) : Operand;

/// <summary>A number, or a list of them: of single precision where one has a fraction or an exponent, integers otherwise.</summary>
/// <param name="Text">As it is written; the same text is the same constant.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="IsList">Whether it has a dimension.</param>
/// <param name="IsInteger">Whether they are integers.</param>
internal sealed record ConstantOperand(string Text, IReadOnlyList<double> Numbers, bool IsList, bool IsInteger) : Operand;

/// <summary>Sines and cosines of the steps of a sequence, <c>[steps, width]</c>.</summary>
internal sealed record SinusoidsOperand(int Steps, int Width) : Operand;

/// <summary>A result of another operator.</summary>
/// <param name="Domain">The domain of a function of the model; empty for an operator of ONNX.</param>
/// <param name="Operator">Its name.</param>
/// <param name="Inputs">What it is given.</param>
/// <param name="Attributes">Words, numbers and lists of numbers, by name.</param>
internal sealed record OperatorCall(
    string Domain, string Operator, IReadOnlyList<Operand> Inputs, IReadOnlyList<(string Name, object Value)> Attributes) : Operand;
