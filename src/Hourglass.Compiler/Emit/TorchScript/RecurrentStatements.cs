using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Plan;

namespace Hourglass.Compiler.Emit.TorchScript;

/// <summary>
/// TorchScript for recurrences: a loop over the steps, as their number would make as many lines. What does not depend on the step before is
/// computed for all steps at once, in front of the loop.
/// </summary>
internal static class RecurrentStatements
{
    /// <summary>Every function's name.</summary>
    public static readonly string[] Names = ["lstm_states", "lstm_adjoint", "gru_states", "gru_adjoint"];

    private const string LstmStates =
        """
        def lstm_states(gates: Tensor, weight: Tensor, backwards: bool, out: Tensor):
            n = weight.size(1)
            hidden = torch.zeros([gates.size(0), n], dtype=gates.dtype, device=gates.device)
            cell = hidden
            steps = gates.unbind(1)
            affine = out.narrow(2, 0, 4 * n).unbind(1)
            both = out.narrow(2, 0, 2 * n).unbind(1)
            enters = out.narrow(2, 0, n).unbind(1)
            keeps = out.narrow(2, n, n).unbind(1)
            new = out.narrow(2, 2 * n, n).unbind(1)
            leaves = out.narrow(2, 3 * n, n).unbind(1)
            cells = out.narrow(2, 4 * n, n).unbind(1)
            bent = out.narrow(2, 5 * n, n).unbind(1)
            transposed = weight.t().contiguous()
            for k in range(len(steps)):
                t = len(steps) - 1 - k if backwards else k
                torch.addmm(steps[t], hidden, transposed, out=affine[t])
                both[t].sigmoid_()
                torch.mul(enters[t], new[t].tanh_(), out=cells[t])
                cell = cells[t].addcmul_(keeps[t], cell)
                torch.mul(leaves[t].sigmoid_(), torch.tanh(cell, out=bent[t]), out=hidden)
        """;

    private const string LstmAdjoint =
        """
        def lstm_adjoint(gradient: Tensor, states: Tensor, weight: Tensor, backwards: bool, out: Tensor):
            steps = states.size(1)
            n = weight.size(1)
            enters, keeps, new, leaves, cells, bent = states.chunk(6, 2)
            d_enters, d_keeps, d_new, d_leaves = out.chunk(4, 2)
            # The slope of every gate, times what it is multiplied by.
            torch.sigmoid_backward(new, enters, grad_input=d_enters)
            torch.tanh_backward(enters, new, grad_input=d_new)
            torch.sigmoid_backward(bent, leaves, grad_input=d_leaves)
            first = steps - 1 if backwards else 0
            d_keeps.select(1, first).zero_()
            if steps > 1:
                late, early = (0, 1) if backwards else (1, 0)
                before = cells.narrow(1, early, steps - 1)
                torch.sigmoid_backward(before, keeps.narrow(1, late, steps - 1), grad_input=d_keeps.narrow(1, late, steps - 1))
            slope = torch.tanh_backward(leaves, bent).unbind(1)
            gradients = gradient.unbind(1)
            d_gates = out.unbind(1)
            d_by_cell = out.narrow(2, 0, 3 * n).unflatten(2, [3, n]).unbind(1)
            d_by_hidden = d_leaves.unbind(1)
            kept = keeps.unbind(1)
            d_hidden = torch.zeros([states.size(0), n], dtype=states.dtype, device=states.device)
            d_cell = torch.zeros_like(d_hidden)
            for k in range(steps):
                t = k if backwards else steps - 1 - k
                if k == 0:
                    d_hidden.copy_(gradients[t])
                else:
                    after = t - 1 if backwards else t + 1
                    torch.addmm(gradients[t], d_gates[after], weight, out=d_hidden)
                    d_cell.mul_(kept[after])
                d_cell.addcmul_(d_hidden, slope[t])
                d_by_hidden[t].mul_(d_hidden)
                d_by_cell[t].mul_(d_cell.unsqueeze(1))
        """;

    private const string GruStates =
        """
        def gru_states(gates: Tensor, weight: Tensor, bias: Tensor, backwards: bool, out: Tensor):
            n = weight.size(1)
            hidden = torch.zeros([gates.size(0), n], dtype=gates.dtype, device=gates.device)
            affine = torch.empty([gates.size(0), 3 * n], dtype=gates.dtype, device=gates.device)
            of_gates = affine.narrow(1, 0, 2 * n)
            of_new = affine.narrow(1, 2 * n, n)
            given = gates.narrow(2, 0, 2 * n).unbind(1)
            given_new = gates.narrow(2, 2 * n, n).unbind(1)
            both = out.narrow(2, 0, 2 * n).unbind(1)
            resets = out.narrow(2, 0, n).unbind(1)
            updates = out.narrow(2, n, n).unbind(1)
            new = out.narrow(2, 2 * n, n).unbind(1)
            inner = out.narrow(2, 3 * n, n).unbind(1)
            hiddens = out.narrow(2, 4 * n, n).unbind(1)
            transposed = weight.t().contiguous()
            for k in range(len(given)):
                t = len(given) - 1 - k if backwards else k
                torch.addmm(bias, hidden, transposed, out=affine)
                torch.add(given[t], of_gates, out=both[t]).sigmoid_()
                inner[t].copy_(of_new)
                torch.addcmul(given_new[t], resets[t], of_new, out=new[t]).tanh_()
                torch.sub(hidden, new[t], out=hiddens[t])
                hidden = hiddens[t].mul_(updates[t]).add_(new[t])
        """;

    private const string GruAdjoint =
        """
        def gru_adjoint(gradient: Tensor, states: Tensor, weight: Tensor, backwards: bool, out: Tensor):
            steps = states.size(1)
            n = weight.size(1)
            resets, updates, new, inner, hiddens = states.chunk(5, 2)
            d_resets, d_updates, d_new, _, _, d_inner = out.chunk(6, 2)
            # The slope of every gate, times what it is multiplied by.
            torch.tanh_backward(1.0 - updates, new, grad_input=d_new)
            torch.mul(d_new, resets, out=d_inner)
            torch.sigmoid_backward(torch.mul(d_new, inner, out=d_resets), resets, grad_input=d_resets)
            torch.neg(new, out=d_updates)
            if steps > 1:
                late, early = (0, 1) if backwards else (1, 0)
                d_updates.narrow(1, late, steps - 1).add_(hiddens.narrow(1, early, steps - 1))
            torch.sigmoid_backward(d_updates, updates, grad_input=d_updates)
            out.narrow(2, 3 * n, 2 * n).copy_(out.narrow(2, 0, 2 * n))
            gradients = gradient.unbind(1)
            d_affine = out.narrow(2, 3 * n, 3 * n).unbind(1)
            d_gates = out.unflatten(2, [6, n]).unbind(1)
            kept = updates.unbind(1)
            d_hidden = torch.zeros([states.size(0), n], dtype=states.dtype, device=states.device)
            for k in range(steps):
                t = k if backwards else steps - 1 - k
                if k == 0:
                    d_hidden.copy_(gradients[t])
                else:
                    after = t - 1 if backwards else t + 1
                    d_hidden.mul_(kept[after]).add_(gradients[t]).addmm_(d_affine[after], weight)
                d_gates[t].mul_(d_hidden.unsqueeze(1))
        """;

    /// <summary>The functions that a step calls, which stand behind it.</summary>
    public static IEnumerable<string> Functions(IEnumerable<Value> values)
    {
        var called = new HashSet<string>(values.Select(value => NameOf(value.Op)).OfType<string>(), StringComparer.Ordinal);
        return Names.Zip(new[] { LstmStates, LstmAdjoint, GruStates, GruAdjoint }, (name, text) => (name, text))
            .Where(function => called.Contains(function.name))
            .SelectMany(function => function.text.Replace("\r", "").Split('\n'));
    }

    /// <summary>The statement for one of these primitives; null for any other.</summary>
    public static string? Into(Value value, string into, Func<int, string> use)
    {
        if (value.Op is HiddenOp { Recurrence: var recurrence })
        {
            var n = value.Shape[1];
            string Part(int place) => $"{use(0)}.narrow(2, {NumberText.Of(place * n)}, {NumberText.Of(n)})";
            return recurrence.Cell == Cell.Lstm ? $"torch.mul({Part(3)}, {Part(5)}, out={into})" : $"{into}.copy_({Part(4)})";
        }

        return NameOf(value.Op) is { } name
            ? $"{name}({string.Join(", ", Enumerable.Range(0, value.Inputs.Count).Select(use))}, "
                + $"{(RecurrenceOf(value.Op)!.Backwards ? "True" : "False")}, out={into})"
            : null;
    }

    /// <summary>What the functions allocate.</summary>
    public static Temporaries TemporariesOf(Value value)
    {
        var weight = value.Inputs[value.Op is StatesOp ? 1 : 2].Extent;
        long n = weight.Shape[1];
        var (states, all) = (value.Extent.Rows * n, value.Extent.Rows * n * value.Shape[0]);
        return (value.Op, RecurrenceOf(value.Op)!.Cell) switch
        {
            (StatesOp, Cell.Lstm) => new(states, weight.Count),
            (StatesOp, _) => new(4 * states, weight.Count),
            (StatesAdjointOp, Cell.Lstm) => new(all + (2 * states), 0),
            (StatesAdjointOp, _) => new(all + states, 0),
            _ => default,
        };
    }

    private static string? NameOf(Op op) => op switch
    {
        StatesOp states => $"{states.Recurrence.Cell.ToString().ToLowerInvariant()}_states",
        StatesAdjointOp adjoint => $"{adjoint.Recurrence.Cell.ToString().ToLowerInvariant()}_adjoint",
        _ => null,
    };

    private static Recurrence? RecurrenceOf(Op op) => op switch
    {
        StatesOp states => states.Recurrence,
        StatesAdjointOp adjoint => adjoint.Recurrence,
        HiddenOp hidden => hidden.Recurrence,
        _ => null,
    };
}
