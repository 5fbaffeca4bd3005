namespace Hourglass.Compiler.Diagnostics;

/// <summary>AE2xxx: shapes.</summary>
public static partial class ShapeErrors
{
    /// <summary>A stage is given a shape of another kind.</summary>
    public static readonly DiagnosticDescriptor WrongRankRule = new("AE2001", Severity.Error, "A stage is given a shape of another kind");

    /// <summary>A reshape changes the number of elements.</summary>
    public static readonly DiagnosticDescriptor ReshapeCountRule = new(
        "AE2002",
        Severity.Error,
        "A reshape changes the number of elements");

    /// <summary>What a pipeline gives does not fit the data that it describes.</summary>
    public static readonly DiagnosticDescriptor OutputDoesNotFitRule = new(
        "AE2003",
        Severity.Error,
        "What a pipeline gives does not fit the data that it describes");

    /// <summary>A distribution cannot be computed from what its pipeline gives.</summary>
    public static readonly DiagnosticDescriptor HeadDoesNotFitRule = new(
        "AE2004",
        Severity.Error,
        "A distribution cannot be computed from what its pipeline gives");

    /// <summary>A kernel or window is larger than its input.</summary>
    public static readonly DiagnosticDescriptor KernelTooLargeRule = new(
        "AE2005",
        Severity.Error,
        "A kernel or window is larger than its input");

    /// <summary>Shapes that are joined differ in more than the first size.</summary>
    public static readonly DiagnosticDescriptor CannotConcatRule = new(
        "AE2006",
        Severity.Error,
        "Shapes that are joined differ in more than the first size");

    /// <summary>The encoder has a stage that no mirror undoes.</summary>
    public static readonly DiagnosticDescriptor CannotMirrorRule = new(
        "AE2007",
        Severity.Error,
        "The encoder has a stage that no mirror undoes");

    /// <summary>The chain inside a residual changes the shape.</summary>
    public static readonly DiagnosticDescriptor ResidualChangesShapeRule = new(
        "AE2008",
        Severity.Error,
        "The chain inside a residual changes the shape");

    /// <summary>A label names a stage that cannot be transposed.</summary>
    public static readonly DiagnosticDescriptor CannotTransposeRule = new(
        "AE2009",
        Severity.Error,
        "A label names a stage that cannot be transposed");

    /// <summary>A dense stage has no width, and no target gives it one.</summary>
    public static readonly DiagnosticDescriptor WidthMissingRule = new(
        "AE2010",
        Severity.Error,
        "A dense stage has no width, and no target gives it one");

    /// <summary>A transposed stage is given another shape than the label gave.</summary>
    public static readonly DiagnosticDescriptor TransposeInputRule = new(
        "AE2011",
        Severity.Error,
        "A transposed stage is given another shape than the label gave");

    /// <summary>Shapes that are added differ.</summary>
    public static readonly DiagnosticDescriptor CannotAddRule = new("AE2012", Severity.Error, "Shapes that are added differ");

    /// <summary>There is no encoder that a mirror could undo.</summary>
    public static readonly DiagnosticDescriptor NothingToMirrorRule = new(
        "AE2013",
        Severity.Error,
        "There is no encoder that a mirror could undo");

    /// <summary>A shape or layer is too large to address.</summary>
    public static readonly DiagnosticDescriptor TooLargeRule = new("AE2014", Severity.Error, "A shape or layer is too large to address");

    /// <summary>A model has more parts than the compiler takes.</summary>
    public static readonly DiagnosticDescriptor TooManyPartsRule = new(
        "AE2015",
        Severity.Error,
        "A model has more parts than the compiler takes");

    /// <summary>A pool is given zeros around its input.</summary>
    public static readonly DiagnosticDescriptor PoolPaddingRule = new("AE2016", Severity.Error, "A pool is given zeros around its input");

    /// <summary>Groups of a convolution divide its channels unevenly.</summary>
    public static readonly DiagnosticDescriptor WrongGroupsRule = new(
        "AE2017",
        Severity.Error,
        "Groups of a convolution divide its channels unevenly");

    /// <summary>An unpool has no pool whose places it could read.</summary>
    public static readonly DiagnosticDescriptor NothingToUnpoolRule = new(
        "AE2018",
        Severity.Error,
        "An unpool has no pool whose places it could read");

    /// <summary>A stage keeps more elements than there are.</summary>
    public static readonly DiagnosticDescriptor TooFewElementsRule = new(
        "AE2021",
        Severity.Error,
        "A stage keeps more elements than there are");

    /// <summary>The group, by id.</summary>
    public static EquatableArray<DiagnosticDescriptor> All { get; } = EquatableArray.Of(
        WrongRankRule,
        ReshapeCountRule,
        OutputDoesNotFitRule,
        HeadDoesNotFitRule,
        KernelTooLargeRule,
        CannotConcatRule,
        CannotMirrorRule,
        ResidualChangesShapeRule,
        CannotTransposeRule,
        WidthMissingRule,
        TransposeInputRule,
        CannotAddRule,
        NothingToMirrorRule,
        TooLargeRule,
        TooManyPartsRule,
        PoolPaddingRule,
        WrongGroupsRule,
        NothingToUnpoolRule,
        TooFewElementsRule);
}
